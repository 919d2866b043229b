//! Failed calls in words: what happened, and what the person can do.

use super::Lang;
use crate::api::{ApiError, Reason, Refusal};
use crate::time::instant::wall_text;

/// A heading, a sentence of advice, and what only a support ticket needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    pub title: String,
    pub advice: String,
    /// What the backend said, in its own words.
    pub said: Option<String>,
    /// Code, status and trace id, one a line.
    pub details: Vec<(&'static str, String)>,
}

pub fn explain(l: Lang, error: &ApiError) -> Explained {
    let (title, advice) = words(l, error);
    let (said, details) = match error {
        ApiError::Refused(refusal) => (
            Some(said(refusal)).filter(|text| !text.is_empty()),
            vec![
                ("HTTP", refusal.status.to_string()),
                ("code", refusal.code.clone()),
                ("trace_id", refusal.trace_id.clone().unwrap_or_default()),
            ],
        ),
        ApiError::Unreadable(unreadable) => (
            Some(unreadable.excerpt.clone()).filter(|text| !text.is_empty()),
            vec![
                ("HTTP", unreadable.status.to_string()),
                ("path", unreadable.path.clone()),
                ("cause", unreadable.cause.clone()),
                ("trace_id", unreadable.trace_id.clone().unwrap_or_default()),
            ],
        ),
        _ => (None, Vec::new()),
    };
    let asked = error.asked().into_iter().flat_map(|asked| {
        let at = wall_text(asked.at.naive_utc());
        [
            ("request", [asked.method, " ", &asked.url].concat()),
            ("time", at + " UTC"),
        ]
    });
    let details = details
        .into_iter()
        .chain(asked)
        .filter(|(_, text)| !text.is_empty())
        .collect();
    Explained {
        title,
        advice,
        said,
        details,
    }
}

/// Field errors one a line, where the message is made of them.
fn said(refusal: &Refusal) -> String {
    if refusal.fields.is_empty() {
        return refusal.message.clone();
    }
    let line = |(name, texts): &(String, Vec<String>)| format!("{name}: {}", texts.join(" "));
    let lines: Vec<String> = refusal.fields.iter().map(line).collect();
    lines.join("\n")
}

fn words(l: Lang, error: &ApiError) -> (String, String) {
    let (title, advice) = match error.reason() {
        Reason::Fields => (l.fields_refused(), l.see_reasons()),
        Reason::Business => (l.request_refused(), l.see_reason()),
        Reason::NotFound => (l.thing_not_found(), l.thing_not_found_hint()),
        Reason::NoPermission => return permission(l, error),
        Reason::AppRefused => (l.app_refused(), l.app_refused_hint()),
        Reason::Login => (l.login_ended(), l.login_ended_hint()),
        Reason::RateLimited => (l.too_many_requests(), l.too_many_requests_hint()),
        Reason::TooLarge => (l.request_too_large(), l.request_too_large_hint()),
        Reason::Gateway => (l.gateway_failed(), l.try_later()),
        Reason::Server => (l.backend_failed(), l.backend_failed_hint()),
        Reason::Network => (l.not_connected(), l.not_connected_hint()),
        Reason::Timeout => (l.no_answer_in_time(), l.try_later()),
        Reason::Aborted => (l.waiting_stopped(), l.may_have_arrived()),
        Reason::Interrupted => (l.page_was_closed(), l.may_have_arrived()),
        Reason::Unreadable => (l.answer_unreadable(), l.answer_unreadable_hint()),
    };
    (title.into(), advice.into())
}

fn permission(l: Lang, error: &ApiError) -> (String, String) {
    let ApiError::Refused(refusal) = error else {
        return (String::new(), String::new());
    };
    let actions: Vec<String> = refusal
        .actions
        .iter()
        .map(|action| action_name(l, action))
        .collect();
    let actions = actions.join(l.list_separator());
    (
        l.permission_refused().into(),
        l.permission_missing(&actions),
    )
}

/// The actions of bk-sops that this page can lack (contract part 7).
pub fn action_name(l: Lang, action: &str) -> String {
    let name = match action {
        "flow_create_clocked_task" => l.action_create(),
        "flow_view" => l.action_view_template(),
        "project_view" => l.action_view_project(),
        "clocked_task_view" => l.action_view_task(),
        _ => return action.to_owned(),
    };
    format!("{name} ({action})")
}

/// A number of bytes, for people.
pub fn size(bytes: usize) -> String {
    const MEGABYTE: usize = 1024 * 1024;
    match bytes {
        ..1024 => format!("{bytes} B"),
        1024..MEGABYTE => format!("{} KB", bytes / 1024),
        _ => {
            let tenths = bytes * 10 / MEGABYTE;
            format!("{}.{} MB", tenths / 10, tenths % 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_that_is_an_object_is_told_field_by_field() {
        let fields = vec![(
            "include_notify".to_owned(),
            vec!["Must be a boolean.".to_owned()],
        )];
        let refusal = Refusal {
            message: "{…}".into(),
            fields,
            ..Refusal::default()
        };
        let explained = explain(Lang::EN, &ApiError::Refused(Box::new(refusal)));
        assert_eq!(
            explained.said.as_deref(),
            Some("include_notify: Must be a boolean.")
        );
    }

    #[test]
    fn sizes_have_a_unit_that_suits_them() {
        let sizes = [0, 1023, 1024, 1024 * 1024 - 1, 1024 * 1024, 43_000_000];
        let words = ["0 B", "1023 B", "1 KB", "1023 KB", "1.0 MB", "41.0 MB"];
        assert_eq!(sizes.map(size), words);
    }
}
