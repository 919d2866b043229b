//! What this browser remembers of attempts, so that a reload, a crash or a
//! second tab cannot make a second task of one intention: each attempt is kept
//! before it is sent, never with a secret, and for seven days. Each has a key of
//! its own, so that no tab writes over what another one keeps.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{Attempt, Click};
use crate::browser::storage;
use crate::model::secret::masked;
use crate::model::value::{object, text, texts};
use crate::model::{Nodes, Request, Scope, Target};
use crate::sort;
use crate::time::{Instant, parse_wire};

const PREFIX: &str = "clocked.attempt.";
const DAYS: i64 = 7;
/// Older ones go first: the storage of a browser is small.
const MOST: usize = 8;

/// What is known of a kept attempt's task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Whether it exists is not known.
    Open,
    /// It was created with this id, and perhaps nobody has seen the record: its
    /// page may have been left in that moment.
    Unseen(i64),
    /// It was created with this id, and the person has been told.
    Made(i64),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Without its secrets: their keys are in `withheld` of the request.
    pub attempt: Attempt,
    pub outcome: Outcome,
}

impl Attempt {
    /// Whether a request that is about to go out is the same but for secrets,
    /// which an attempt that was kept is without, and the clock that its start
    /// was chosen on.
    pub fn is_same(&self, request: &Request, passwords: &HashSet<String>) -> bool {
        let (kept, new) = (&self.request, without_secrets(request, passwords));
        (&kept.target, &kept.name, kept.start.instant)
            == (&new.target, &new.name, new.start.instant)
            && (&kept.nodes, &kept.withheld) == (&new.nodes, &new.withheld)
            && kept.constants == new.constants
    }
}

/// Those that are young enough to matter, the newest last.
pub fn read(now: Instant) -> Vec<Kept> {
    let kept = |key: String| parse(&storage::read(&key)?, now);
    let all = storage::keys(PREFIX).into_iter().filter_map(kept);
    sort::by_key(all, |kept| kept.attempt.click.at.timestamp())
}

/// Keeps an attempt that is about to be sent. False where the browser keeps
/// nothing, which is no reason not to send.
pub fn add(attempt: &Attempt, passwords: &HashSet<String>) -> bool {
    let known = read(attempt.click.at);
    let surplus = (known.len() + 1).saturating_sub(MOST);
    let young: Vec<String> = known.iter().skip(surplus).map(key_of).collect();
    forget_all_but(&young);
    let new = Kept {
        attempt: Attempt {
            request: without_secrets(&attempt.request, passwords),
            frozen: None,
            click: attempt.click.clone(),
        },
        outcome: Outcome::Open,
    };
    if write(&new) {
        return true;
    }
    // The storage is full: what goes out now matters most.
    forget_all_but(&[]);
    write(&new)
}

fn forget_all_but(keys: &[String]) {
    for key in storage::keys(PREFIX) {
        if !keys.contains(&key) {
            storage::remove(&key);
        }
    }
}

/// Notes what became of an attempt; `None` where it made nothing.
pub fn settle(id: &str, outcome: Option<Outcome>, now: Instant) {
    let key = key(id);
    let kept = storage::read(&key).and_then(|text| parse(&text, now));
    match (outcome, kept) {
        (None, _) => storage::remove(&key),
        (Some(outcome), Some(kept)) => drop(write(&Kept { outcome, ..kept })),
        (Some(_), None) => {}
    }
}

fn key(id: &str) -> String {
    [PREFIX, id].concat()
}

fn key_of(kept: &Kept) -> String {
    key(&kept.attempt.click.id)
}

fn write(kept: &Kept) -> bool {
    storage::write(&key_of(kept), &to_json(kept).to_string())
}

fn without_secrets(request: &Request, passwords: &HashSet<String>) -> Request {
    let mut request = request.clone();
    let all = Value::Object(std::mem::take(&mut request.constants));
    let safe = masked(&all, passwords);
    if let (Value::Object(all), Value::Object(safe)) = (all, safe) {
        for (key, value) in all {
            if safe.get(&key) == Some(&value) {
                request.constants.insert(key, value);
            } else {
                request.withheld.push(key);
            }
        }
    }
    request
}

fn to_json(kept: &Kept) -> Value {
    let Kept { attempt, outcome } = kept;
    let Attempt { request, click, .. } = attempt;
    let (made, seen) = match outcome {
        Outcome::Open => (None, false),
        Outcome::Unseen(id) => (Some(*id), false),
        Outcome::Made(id) => (Some(*id), true),
    };
    let (schemes, nodes) = match &request.nodes {
        Nodes::All => Default::default(),
        Nodes::Schemes(ids) => (ids.iter().copied().collect(), Value::Null),
        Nodes::Appointed(nodes) => (Value::Null, texts(nodes)),
    };
    object(vec![
        ("id", text(&click.id)),
        ("at", click.at.timestamp().into()),
        ("newest_before", click.newest_before.into()),
        ("creator", click.creator.clone().into()),
        ("look_for", click.look_for.into()),
        ("made", made.into()),
        ("seen", seen.into()),
        ("bk_biz_id", text(&request.target.bk_biz_id)),
        ("scope", text(request.target.scope.as_str())),
        ("template_id", text(&request.target.template_id)),
        ("name", text(&request.name)),
        ("start", text(&request.wire_start())),
        ("zone", text(&request.zone)),
        ("schemes", schemes),
        ("nodes", nodes),
        ("constants", Value::Object(request.constants.clone())),
        ("withheld", texts(&request.withheld)),
    ])
}

/// What cannot be understood, of another version or another page, is left out.
fn parse(text: &str, now: Instant) -> Option<Kept> {
    let kept = from_json(&text.parse().ok()?)?;
    let age = now.timestamp() - kept.attempt.click.at.timestamp();
    (age < DAYS * 86_400).then_some(kept)
}

fn from_json(item: &Value) -> Option<Kept> {
    let typed = |name: &str| item.get(name)?.as_str().map(str::to_owned);
    let number = |name: &str| item.get(name)?.as_i64();
    let list = |name: &str| -> Option<Vec<String>> {
        let items = item.get(name)?.as_array()?.iter();
        items.map(|item| item.as_str().map(str::to_owned)).collect()
    };
    let ids = || -> Option<Vec<i64>> {
        let items = item.get("schemes")?.as_array()?.iter();
        items.map(Value::as_i64).collect()
    };
    let nodes = match (ids(), list("nodes")) {
        (Some(ids), _) => Nodes::Schemes(ids),
        (None, Some(nodes)) => Nodes::Appointed(nodes),
        (None, None) => Nodes::All,
    };
    let constants: Map<String, Value> = item.get("constants")?.as_object()?.clone();
    let request = Request {
        target: Target {
            bk_biz_id: typed("bk_biz_id")?,
            scope: Scope::parse(&typed("scope")?)?,
            template_id: typed("template_id")?,
        },
        name: typed("name")?,
        start: parse_wire(&typed("start")?)?,
        zone: typed("zone")?,
        nodes,
        constants,
        withheld: list("withheld")?,
    };
    Some(Kept {
        attempt: Attempt {
            click: Click {
                id: typed("id")?,
                at: Instant::from_timestamp(number("at")?, 0)?,
                newest_before: number("newest_before"),
                creator: typed("creator"),
                look_for: number("look_for")?.try_into().ok()?,
            },
            request,
            frozen: None,
        },
        outcome: match (number("made"), item.get("seen")) {
            (None, _) => Outcome::Open,
            (Some(id), Some(Value::Bool(false))) => Outcome::Unseen(id),
            (Some(id), _) => Outcome::Made(id),
        },
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::time::Moment;

    const CLICK: i64 = 1_795_000_000;

    fn at(unix: i64) -> Instant {
        Instant::from_timestamp(unix, 0).expect("in range")
    }

    fn attempt(nodes: Nodes) -> Attempt {
        let Value::Object(constants) = json!({
            "${version}": "2.4.1",
            "${empty}": "",
            "${big}": 9_007_199_254_740_993_i64,
            "${db}": {"type": "password_value", "tag": "value", "value": "s3cret"},
            "${api_token}": "t0ken",
            "${told}": "told",
        }) else {
            unreachable!("an object")
        };
        let request = Request {
            target: Target {
                bk_biz_id: "2".into(),
                scope: Scope::Project,
                template_id: "7".into(),
            },
            name: "nightly".into(),
            start: Moment {
                instant: at(CLICK + 3600),
                offset: 20_700,
            },
            zone: "Asia/Kathmandu".into(),
            nodes,
            constants,
            withheld: Vec::new(),
        };
        Attempt {
            frozen: Some(request.freeze("/create/{template_id}/{bk_biz_id}/")),
            request,
            click: Click {
                id: "a-1".into(),
                at: at(CLICK),
                newest_before: Some(71),
                creator: Some("alice".into()),
                look_for: 120,
            },
        }
    }

    fn passwords() -> HashSet<String> {
        HashSet::from(["${told}".to_owned()])
    }

    fn kept(nodes: Nodes) -> Kept {
        let attempt = attempt(nodes);
        Kept {
            attempt: Attempt {
                request: without_secrets(&attempt.request, &passwords()),
                frozen: None,
                click: attempt.click,
            },
            outcome: Outcome::Open,
        }
    }

    #[test]
    fn an_attempt_comes_back_as_it_was_kept() {
        let nodes = [
            Nodes::All,
            Nodes::Schemes(vec![5, 6]),
            Nodes::Appointed(vec!["n1".into()]),
        ];
        for nodes in nodes {
            let mut kept = kept(nodes);
            for outcome in [Outcome::Open, Outcome::Unseen(72), Outcome::Made(72)] {
                kept.outcome = outcome;
                let text = to_json(&kept).to_string();
                assert_eq!(parse(&text, at(CLICK + 60)), Some(kept.clone()));
            }
        }
    }

    #[test]
    fn no_secret_is_kept() {
        let kept = kept(Nodes::All);
        let text = to_json(&kept).to_string();
        for secret in ["s3cret", "t0ken", "told\":\"told"] {
            assert!(!text.contains(secret), "{text}");
        }
        let withheld = &kept.attempt.request.withheld;
        assert_eq!(*withheld, ["${db}", "${api_token}", "${told}"]);
        assert!(text.contains("9007199254740993"), "{text}");
    }

    #[test]
    fn an_attempt_is_the_same_whatever_its_secrets_and_another_with_another_value() {
        let kept = kept(Nodes::All);
        let mut other = attempt(Nodes::All).request;
        other.constants.insert("${api_token}".into(), "new".into());
        assert!(kept.attempt.is_same(&other, &passwords()));
        other.constants.insert("${version}".into(), "2.4.2".into());
        assert!(!kept.attempt.is_same(&other, &passwords()));
    }

    #[test]
    fn what_is_old_or_of_another_kind_is_left_out() {
        let text = to_json(&kept(Nodes::All)).to_string();
        assert_eq!(parse(&text, at(CLICK + DAYS * 86_400)), None);
        assert!(parse(&text, at(CLICK)).is_some());
        for text in ["", "{}", "[1]", "{\"id\": 1}", "not json"] {
            assert_eq!(parse(text, at(CLICK)), None);
        }
    }
}
