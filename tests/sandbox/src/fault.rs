//! Faults on demand: what goes wrong with the next requests to an endpoint, and how often.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::watch;

/// What goes wrong. "Handled" means that the real answer was computed and its row committed.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// Handled at once, answered late.
    Delay { ms: u64 },
    /// Handled at once, answered when the faults are taken away.
    Hold,
    /// The connection is closed before anything is handled.
    DropBefore,
    /// Handled, then the connection is closed without a byte of an answer.
    DropAfter,
    /// Any status with any body; handled before that if `commit`.
    Status {
        status: u16,
        /// A string is sent as it is, any other value as JSON.
        #[serde(default)]
        body: Value,
        #[serde(default)]
        content_type: Option<String>,
        #[serde(default)]
        headers: BTreeMap<String, String>,
        #[serde(default)]
        commit: bool,
    },
    /// Handled; the answer breaks off after so many bytes of its body.
    Cut { bytes: usize },
    /// Handled; 200 with this body as a page of HTML.
    NotJson { body: String },
    /// 401 with the address of the login page (contract part 7).
    Login,
    /// 302 to the login page.
    LoginRedirect,
    /// The permission centre's refusal as it comes through the gateway: 200, code 3599999.
    Permission,
    /// The same as the web answers it: 499 with what is missing.
    PermissionWeb,
    /// 429, code 1642902.
    RateLimit {
        #[serde(default = "default_limit")]
        limit: u64,
        #[serde(default = "default_reset")]
        reset: u64,
    },
    /// The gateway does not know the user: 400, code 1640001.
    NotUser,
}

impl Fault {
    /// An answer with this status and body, handled before that if `commit`.
    pub fn answer(status: u16, body: Value, commit: bool) -> Fault {
        Fault::Status {
            status,
            body,
            content_type: None,
            headers: BTreeMap::new(),
            commit,
        }
    }
}

fn default_limit() -> u64 {
    5000
}

fn default_reset() -> u64 {
    17
}

/// A fault for an endpoint, so many times. The endpoint `*` is any.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct QueuedFault {
    pub endpoint: String,
    #[serde(default = "once")]
    pub times: u32,
    pub fault: Fault,
}

fn once() -> u32 {
    1
}

impl QueuedFault {
    /// Reads the JSON of a request or a flag. The error is one line.
    pub fn parse(text: &str) -> Result<QueuedFault, String> {
        // By way of a value: numbers of a tagged enum are lost when read from text directly.
        let value: Value = serde_json::from_str(text)
            .map_err(|error| format!("the fault is not JSON: {error}"))?;
        let fault: QueuedFault =
            serde_json::from_value(value).map_err(|error| format!("no such fault: {error}"))?;
        if let Fault::Status {
            status: ..100 | 1000..,
            ..
        } = fault.fault
        {
            return Err("no such fault: a status has three digits".to_owned());
        }
        Ok(fault)
    }
}

/// Faults in the order they were queued; each request to an endpoint takes one.
#[derive(Debug, Default)]
pub struct Faults {
    queue: Mutex<VecDeque<QueuedFault>>,
    /// Told each time that the faults are taken away.
    cleared: watch::Sender<()>,
}

impl Faults {
    pub fn add(&self, fault: QueuedFault) {
        if fault.times > 0 {
            crate::locked(&self.queue).push_back(fault);
        }
    }

    pub fn clear(&self) {
        crate::locked(&self.queue).clear();
        self.cleared.send_replace(());
    }

    /// Changes once the faults are taken away.
    pub fn cleared(&self) -> watch::Receiver<()> {
        self.cleared.subscribe()
    }

    pub fn list(&self) -> Vec<QueuedFault> {
        crate::locked(&self.queue).iter().cloned().collect()
    }

    pub fn take(&self, endpoint: &str) -> Option<Fault> {
        let mut faults = crate::locked(&self.queue);
        let at = faults
            .iter()
            .position(|queued| queued.endpoint == endpoint || queued.endpoint == "*")?;
        let queued = faults.get_mut(at)?;
        queued.times -= 1;
        let fault = queued.fault.clone();
        if queued.times == 0 {
            faults.remove(at);
        }
        Some(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queued(text: &str) -> QueuedFault {
        QueuedFault::parse(text).expect("a fault")
    }

    #[test]
    fn each_request_takes_the_oldest_fault_of_its_endpoint() {
        let faults = Faults::default();
        faults.add(queued(
            r#"{"endpoint": "a", "times": 2, "fault": {"kind": "delay", "ms": 5}}"#,
        ));
        faults.add(queued(r#"{"endpoint": "b", "fault": {"kind": "login"}}"#));
        faults.add(queued(
            r#"{"endpoint": "a", "fault": {"kind": "rate_limit", "reset": 3}}"#,
        ));
        let taken: Vec<_> = ["b", "b", "a", "a", "a", "a"]
            .iter()
            .map(|endpoint| faults.take(endpoint))
            .collect();
        let delay = Some(Fault::Delay { ms: 5 });
        let limit = Some(Fault::RateLimit {
            limit: 5000,
            reset: 3,
        });
        assert_eq!(
            taken,
            [Some(Fault::Login), None, delay.clone(), delay, limit, None]
        );
    }

    #[test]
    fn a_bad_fault_is_refused_in_one_line() {
        for text in [
            "x",
            "{}",
            r#"{"endpoint": "a", "fault": {"kind": "flood"}}"#,
            r#"{"endpoint": "a", "fault": {"kind": "status", "status": 12}}"#,
        ] {
            let error = QueuedFault::parse(text).expect_err("no fault");
            assert!(!error.contains('\n'), "{error}");
        }
    }
}
