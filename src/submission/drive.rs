//! Does what a submission's state asks for: sends the request of an attempt,
//! looks for its task. Owns nothing of any view: it reports to a signal of
//! the application.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::AbortController;

use super::{Attempt, Event, Search, Submission, pause_after};
use crate::api::resources::{Created, Resources};

/// Starts the work of the state that an event led to. To be called once for
/// each transition.
pub fn drive(
    state: &Submission,
    submission: RwSignal<Submission>,
    resources: Resources,
    abort: Option<AbortController>,
    report: impl Fn(Event) + 'static,
) {
    match state.clone() {
        Submission::Sending(attempt) => {
            let (Some(abort), Some(frozen)) = (abort, attempt.frozen) else {
                return;
            };
            spawn_local(async move {
                let answer = resources.create(&frozen, &attempt.click.id, abort).await;
                report(Event::Answered(answer));
            });
        }
        Submission::Unknown(attempt, _, Search::Looking { done, .. }) => {
            spawn_local(async move {
                look(&attempt, done, submission, resources, report).await;
            });
        }
        // One look for tasks that the browser made of the same click.
        Submission::Created(attempt, Created { twins: None, .. })
        | Submission::Refused(attempt, _) => {
            spawn_local(async move {
                let request = &attempt.request;
                let answer = resources.tasks_named(&request.target, &request.name).await;
                // The person may be at another attempt by now.
                let is_still_of = |state: &Submission| match state {
                    Submission::Created(now, _) | Submission::Refused(now, _) => {
                        now.click.id == attempt.click.id
                    }
                    _ => false,
                };
                if submission.try_with_untracked(is_still_of) == Some(true) {
                    report(Event::Looked(answer));
                }
            });
        }
        _ => {}
    }
}

async fn look(
    attempt: &Attempt,
    done: u32,
    submission: RwSignal<Submission>,
    resources: Resources,
    report: impl Fn(Event),
) {
    TimeoutFuture::new(pause_after(done) * 1000).await;
    let is_wanted = submission
        .try_with_untracked(|state| matches!(state, Submission::Unknown(_, _, Search::Looking { done: now, .. }) if *now == done));
    if is_wanted != Some(true) {
        return;
    }
    let request = &attempt.request;
    let answer = resources.tasks_named(&request.target, &request.name).await;
    report(Event::Looked(answer));
}
