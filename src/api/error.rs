//! Why a call gave no data, told apart as contract parts 1, 3 and 7 do.

use chrono::TimeDelta;

use crate::time::Instant;
use crate::time::skew::parse_http_date;

/// The call that an answer was to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub method: &'static str,
    pub url: String,
    /// When the answer was there, by the server's clock as far as it is known.
    pub at: Instant,
    /// The earliest time for another call, where the answer told.
    pub again_at: Option<Instant>,
}

/// A failed call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// The browser got no answer at all.
    Network,
    /// No answer within the time that the configuration allows.
    Timeout,
    /// The person took it back.
    Aborted,
    /// The page was closed or broke before an answer came.
    Interrupted,
    /// Redirected elsewhere, as an ended login is (contract part 7).
    Redirected(Box<Asked>),
    /// The backend or the gateway said no.
    Refused(Box<Refusal>),
    /// An answer that cannot be understood.
    Unreadable(Box<Unreadable>),
}

/// What a refusal said of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    pub status: u16,
    /// As text: the backend sends numbers and sometimes a string.
    pub code: String,
    /// A text, or the JSON text of an object where the message was one.
    pub message: String,
    /// Field errors, parsed from the Python text or the web API's object.
    pub fields: Vec<(String, Vec<String>)>,
    pub trace_id: Option<String>,
    pub login_url: Option<String>,
    /// The permissions that are missing, in the backend's words.
    pub actions: Vec<String>,
    /// Where the missing permission can be applied for, where the answer told.
    pub apply_url: Option<String>,
    pub asked: Asked,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unreadable {
    pub status: u16,
    /// Where in the answer reading failed, as `data.pipeline_tree`; empty for
    /// a body that is not JSON.
    pub path: String,
    pub cause: String,
    /// The beginning of the body, for a person to recognise it by.
    pub excerpt: String,
    pub trace_id: Option<String>,
    pub asked: Asked,
}

/// The kinds of failure that a person has to act on differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Some fields were refused.
    Fields,
    /// Refused for what was asked: the message is all there is.
    Business,
    /// The thing does not exist, or not in this project.
    NotFound,
    /// The person lacks a permission.
    NoPermission,
    /// The application behind the page lacks the permission of the gateway.
    AppRefused,
    /// The login has ended or was never there.
    Login,
    RateLimited,
    TooLarge,
    /// The gateway could not reach the backend or waited too long.
    Gateway,
    /// The backend failed.
    Server,
    Network,
    Timeout,
    Aborted,
    Interrupted,
    Unreadable,
}

/// Denial by IAM when, and only when, the message begins so: the code is also
/// that of unknown errors (contract part 7).
const IAM_PREFIX: &str = "iam authentication exception";

impl ApiError {
    pub fn reason(&self) -> Reason {
        match self {
            ApiError::Network => Reason::Network,
            ApiError::Timeout => Reason::Timeout,
            ApiError::Aborted => Reason::Aborted,
            ApiError::Interrupted => Reason::Interrupted,
            ApiError::Redirected(_) => Reason::Login,
            // A page of a proxy's own says by its status what happened.
            ApiError::Unreadable(unreadable) => match unreadable.status {
                401 => Reason::Login,
                413 => Reason::TooLarge,
                429 => Reason::RateLimited,
                502 | 504 => Reason::Gateway,
                500.. => Reason::Server,
                _ => Reason::Unreadable,
            },
            ApiError::Refused(refusal) => refusal.reason(),
        }
    }

    /// Whether a task may exist although its creation was answered so: always
    /// unless the answer itself shows that nothing was created (contract,
    /// rule 6 and part 7). A failure of the backend shows nothing: a database
    /// may have taken the row before something else broke.
    pub fn leaves_outcome_open(&self) -> bool {
        match self {
            ApiError::Network | ApiError::Timeout | ApiError::Aborted | ApiError::Interrupted => {
                true
            }
            ApiError::Redirected(_) => false,
            ApiError::Refused(refusal) => refusal.status >= 500 || refusal.status == 408,
            // A page of the gateway or of a proxy before it; bk-sops' own
            // refusals are JSON.
            ApiError::Unreadable(unreadable) => {
                !matches!(unreadable.status, 400..=499) || unreadable.status == 408
            }
        }
    }

    /// The call, where there was an answer to it.
    pub fn asked(&self) -> Option<&Asked> {
        match self {
            ApiError::Redirected(asked) => Some(asked),
            ApiError::Refused(refusal) => Some(&refusal.asked),
            ApiError::Unreadable(unreadable) => Some(&unreadable.asked),
            _ => None,
        }
    }

    /// Whether the answer shows that the person is logged in, although it is a
    /// no: only then a permission or a value can be looked at.
    pub fn shows_login(&self) -> bool {
        let known = [
            Reason::Fields,
            Reason::Business,
            Reason::NotFound,
            Reason::NoPermission,
        ];
        known.contains(&self.reason())
    }

    /// Before this time another call would be refused too, where the answer
    /// told.
    pub fn again_at(&self) -> Option<Instant> {
        self.asked()?.again_at
    }
}

/// The time that a rate limit's header means in an answer of `at`: seconds from
/// then, or a time, as seconds since 1970 or as an HTTP date. More than a day is
/// a mistake of somebody's and no reason to wait.
pub fn again_at(header: &str, at: Instant) -> Option<Instant> {
    const DAY: i64 = 86_400;
    const LEAST_UNIX: i64 = 1_000_000_000;
    let header = header.trim();
    let seconds = match header.parse::<i64>() {
        Ok(unix) if unix >= LEAST_UNIX => unix - at.timestamp(),
        Ok(seconds) => seconds,
        Err(_) => parse_http_date(header)?.timestamp() - at.timestamp(),
    };
    let is_meant = (1..=DAY).contains(&seconds);
    is_meant.then(|| at.checked_add_signed(TimeDelta::seconds(seconds)))?
}

impl Refusal {
    pub fn reason(&self) -> Reason {
        match self.status {
            401 => return Reason::Login,
            413 => return Reason::TooLarge,
            429 => return Reason::RateLimited,
            502 | 504 => return Reason::Gateway,
            _ => {}
        }
        match self.code.as_str() {
            "3599999" if self.message.starts_with(IAM_PREFIX) => Reason::NoPermission,
            "9900403" => Reason::NoPermission,
            "1640001" if self.message.contains("user authentication failed") => Reason::Login,
            "1640001" | "1640301" | "1640302" | "1640100" | "1640101" | "1640102" => {
                Reason::AppRefused
            }
            "3540400" | "1640401" | "not_found" => Reason::NotFound,
            _ if !self.fields.is_empty() => Reason::Fields,
            _ if self.status >= 500 => Reason::Server,
            _ => Reason::Business,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, code: &str, message: &str) -> ApiError {
        ApiError::Refused(Box::new(Refusal {
            status,
            code: code.into(),
            message: message.into(),
            ..Refusal::default()
        }))
    }

    #[test]
    fn the_ambiguous_code_is_a_denial_only_with_its_prefix() {
        let denied = "iam authentication exception, please check, action:flow_create_clocked_task";
        assert_eq!(
            refused(200, "3599999", denied).reason(),
            Reason::NoPermission
        );
        assert_eq!(
            refused(200, "3599999", "preview_task_tree fail: x").reason(),
            Reason::Business
        );
        assert_eq!(refused(499, "9900403", "").reason(), Reason::NoPermission);
    }

    #[test]
    fn the_time_to_wait_is_read_from_whatever_form_a_header_has() {
        let at = parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").expect("a date");
        let later = |seconds| at.checked_add_signed(TimeDelta::seconds(seconds));
        let then = "Sun, 06 Nov 1994 08:50:19 GMT";
        assert_eq!(again_at(then, at), later(42));
        assert_eq!(again_at(" 42 ", at), later(42));
        let now = Instant::from_timestamp(1_795_000_000, 0).expect("in range");
        let unix = again_at("1795000042", now).expect("a time");
        assert_eq!(unix.timestamp(), 1_795_000_042);
        for header in ["", "0", "-5", "soon", "9999999", "1795000042", "1.5"] {
            assert_eq!(again_at(header, at), None, "{header}");
        }
    }

    #[test]
    fn refusals_of_the_gateway_are_told_apart() {
        let user = r#"Parameters error [reason="user authentication failed, please …"]"#;
        for (status, code, message, reason) in [
            (400, "1640001", user, Reason::Login),
            (
                400,
                "1640001",
                "Parameters error [reason=\"app code …\"]",
                Reason::AppRefused,
            ),
            (401, "", "", Reason::Login),
            (403, "1640301", "", Reason::AppRefused),
            (404, "1640401", "", Reason::NotFound),
            (413, "1641301", "", Reason::TooLarge),
            (429, "1642902", "", Reason::RateLimited),
            (500, "50000", "", Reason::Server),
            (502, "1650200", "", Reason::Gateway),
            (503, "1650300", "", Reason::Server),
            (504, "1650401", "", Reason::Gateway),
        ] {
            assert_eq!(
                refused(status, code, message).reason(),
                reason,
                "{status} {code}"
            );
        }
    }

    #[test]
    fn only_what_may_have_reached_the_backend_leaves_the_outcome_open() {
        for open in [ApiError::Network, ApiError::Timeout, ApiError::Aborted] {
            assert!(open.leaves_outcome_open());
        }
        assert!(refused(502, "1650200", "").leaves_outcome_open());
        assert!(refused(504, "1650401", "").leaves_outcome_open());
        assert!(refused(500, "50000", "").leaves_outcome_open());
        assert!(refused(503, "1650300", "").leaves_outcome_open());
        for closed in [
            ApiError::Redirected(Box::default()),
            refused(200, "3546100", ""),
            refused(429, "1642902", ""),
        ] {
            assert!(!closed.leaves_outcome_open(), "{closed:?}");
        }
        let page = |status| {
            ApiError::Unreadable(Box::new(Unreadable {
                status,
                ..Unreadable::default()
            }))
        };
        assert_eq!(page(504).reason(), Reason::Gateway);
        assert_eq!(page(200).reason(), Reason::Unreadable);
        assert!(page(200).leaves_outcome_open());
        assert!(page(500).leaves_outcome_open());
        assert!(!page(403).leaves_outcome_open());
    }
}
