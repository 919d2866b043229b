//! What the portal is told of a plan and of refusals.

use leptos::prelude::*;

use super::App;
use crate::api::{ApiError, Reason};
use crate::app::login::{Waits, failures};
use crate::browser::page;
use crate::message;
use crate::model::ClockedTask;
use crate::model::request::fill_path;
use crate::submission::{Attempt, Search, Submission};
use crate::text::failure::explain;

impl App {
    /// What becomes of a submission.
    pub fn tell_outcome(self, before: &Submission, after: &Submission) {
        match after {
            Submission::Created(attempt, created) => {
                let is_told = matches!(before, Submission::Created(..)) || found(before).is_some();
                if !is_told {
                    made(self, attempt, &created.task, created.trace_id.as_deref());
                }
            }
            Submission::Unknown(attempt, ..) if found(after).is_some() => {
                if let (Some(task), None) = (found(after), found(before)) {
                    made(self, attempt, task, None);
                }
            }
            Submission::Unknown(attempt, ..) if !matches!(before, Submission::Unknown(..)) => {
                let request = &attempt.request;
                let start = request.wire_start();
                self.tell(&message::unknown_outcome(&request.name, &start));
            }
            Submission::Refused(_, error) if needs_person(error) => refusal(self, error),
            Submission::Refused(attempt, error) => failure(self, attempt, error),
            _ => {}
        }
    }

    /// Where a failed call says to go: to log in, or to apply for a permission.
    pub fn way_out(self, error: &ApiError) -> Option<String> {
        let links = self.config.with_value(|config| config.links.clone());
        // An address from an answer is followed only where it is one of the web.
        let is_web = |url: &String| {
            let starts = ["https://", "http://", "/"];
            starts.iter().any(|start| url.starts_with(start))
        };
        let url = match (error.reason(), error) {
            (Reason::Login, ApiError::Refused(refusal)) => {
                refusal.login_url.clone().filter(is_web).or(links.login)
            }
            (Reason::Login, _) => links.login,
            (Reason::NoPermission, ApiError::Refused(refusal)) => refusal
                .apply_url
                .clone()
                .filter(is_web)
                .or(links.permission),
            (Reason::NoPermission, _) => links.permission,
            _ => None,
        }?;
        Some(match self.load.target() {
            Some(target) => fill_path(&url, &target.path_values()).0,
            None => url,
        })
    }
}

/// The task of an attempt whose answer was lost, where a single one is found, which
/// the person is told of in the same moment.
fn found(state: &Submission) -> Option<&ClockedTask> {
    match state {
        Submission::Unknown(_, _, Search::Found(tasks)) => match tasks.as_slice() {
            [task] => Some(task),
            _ => None,
        },
        _ => None,
    }
}

fn made(app: App, attempt: &Attempt, task: &ClockedTask, trace_id: Option<&str>) {
    app.tell(&message::created(task, trace_id));
    if app.config.with_value(|config| config.embed.legacy_events) {
        let id = &attempt.request.target.bk_biz_id;
        app.tell(&message::create_task_event(task, id));
    }
}

/// Whether the person has to log in or to apply for something first.
fn needs_person(error: &ApiError) -> bool {
    matches!(error.reason(), Reason::Login | Reason::NoPermission)
}

fn refusal(app: App, error: &ApiError) {
    let url = app.way_out(error).map(|url| page::absolute(&url));
    let url = url.as_deref();
    app.tell(&match error.reason() {
        Reason::Login => message::need_login(url),
        _ => {
            let action = match error {
                ApiError::Refused(refusal) => refusal.actions.first(),
                _ => None,
            };
            let template_id = app.form.template_id.get_untracked();
            message::need_permission(action.map(String::as_str), &template_id, url)
        }
    });
}

/// The backend's own words, unless they quote a value that was sent.
fn failure(app: App, attempt: &Attempt, error: &ApiError) {
    let (code, said, trace_id) = match error {
        ApiError::Refused(refusal) => (
            refusal.code.clone(),
            refusal.message.as_str(),
            refusal.trace_id.as_deref(),
        ),
        ApiError::Unreadable(page) => (page.status.to_string(), "", page.trace_id.as_deref()),
        _ => (String::new(), "", None),
    };
    let mut values = attempt.request.constants.values();
    let explained = explain(app.lang.get_untracked(), error).title;
    let said = match said.is_empty() || values.any(|value| message::quotes(said, value)) {
        true => &explained,
        false => said,
    };
    app.tell(&message::failed(&code, said, trace_id));
}

/// Tells of what the person has to do for a reading, once: of a login wherever it
/// is missing. What a submission was refused for is told with its outcome.
pub(super) fn new_refusals(app: App) {
    let mut found = Vec::new();
    for (what, error) in failures(app) {
        if what == Waits::Creation || !needs_person(&error) {
            continue;
        }
        let own = match error.reason() {
            Reason::Login => (Waits::Projects, Reason::Login),
            reason => (what, reason),
        };
        if !found.iter().any(|(other, _)| *other == own) {
            found.push((own, error));
        }
    }
    let edits = app.edits();
    let mut edits = edits.borrow_mut();
    for (own, error) in &found {
        if !edits.told_refusals.contains(own) {
            refusal(app, error);
        }
    }
    edits.told_refusals = found.into_iter().map(|(own, _)| own).collect();
}
