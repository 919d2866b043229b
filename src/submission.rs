//! One intention, one task: the states of a submission and the only ways
//! between them. Plain Rust; [`drive`] does what a state asks for, views draw
//! it. A request goes out in one transition only, from the review to sending,
//! and nothing ever sends it by itself.

pub mod check;
pub mod drive;
pub mod kept;
pub mod watch;

use crate::api::resources::Created;
use crate::api::{ApiError, Reason};
use crate::model::task::may_be_from;
use crate::model::{ClockedTask, Frozen, Request};
use crate::time::Instant;

/// The sent request and when the person sent it, by the server's clock.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    pub request: Request,
    /// As it went over the wire. `None` where only the memory of the browser
    /// knows of it, without its secrets: that can be looked for and never sent.
    pub frozen: Option<Frozen>,
    pub click: Click,
}

/// The press of the confirmation.
#[derive(Clone, Debug, PartialEq)]
pub struct Click {
    /// Tells attempts of this browser apart, and repetitions of one.
    pub id: String,
    /// By the server's clock.
    pub at: Instant,
    /// The newest task of the project when the review opened, where that could
    /// be read: whatever this attempt makes has a greater id.
    pub newest_before: Option<i64>,
    /// Who pressed, where an earlier creation of the page told: tasks of others
    /// that look the same end no search.
    pub creator: Option<String>,
    /// Seconds after the click for which its task may still appear.
    pub look_for: u32,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub enum Submission {
    #[default]
    Idle,
    /// The confirmation is open.
    Reviewing(Frozen),
    Sending(Attempt),
    Created(Attempt, Created),
    /// Nothing was created: the answer shows it.
    Refused(Attempt, ApiError),
    /// The task may or may not exist.
    Unknown(Attempt, ApiError, Search),
}

/// Looking for the task of an attempt whose outcome is unknown.
#[derive(Clone, Debug, PartialEq)]
pub enum Search {
    /// This many looks found nothing so far; the next one is out or waits.
    Looking {
        done: u32,
        /// Why the newest of them told nothing.
        failed: Option<Box<ApiError>>,
    },
    /// Tasks that can only come from this attempt, or, rarely and where the page
    /// does not know who is asking, from somebody who planned the same in the same
    /// minutes.
    Found(Vec<ClockedTask>),
    /// Not by the time after which it can no longer appear; but somebody else, as
    /// far as the page knows who is asking, planned the same template under the same
    /// name for the same time meanwhile.
    Others(Vec<ClockedTask>),
    /// Not by the time after which it can no longer appear.
    NotFound,
    /// Not so far, and the person did not want to wait longer.
    Stopped,
    Failed(ApiError),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The form gave a request: show it for confirmation.
    Review(Frozen),
    /// The confirmation was pressed.
    Send(Click),
    /// An attempt was found open in the browser's memory: its page was closed
    /// or broke before an answer came.
    Resume(Box<Attempt>),
    Answered(Result<Created, ApiError>),
    Looked(Result<Vec<ClockedTask>, ApiError>),
    LookAgain,
    StopLooking,
    /// The person says that a found task is theirs.
    Adopt(ClockedTask),
    /// Return to the form, or to the review after an unknown outcome that was
    /// looked into.
    Back,
    /// A new plan, after a created one.
    Another,
}

/// Seconds before each look; the last of them before every later one too.
const PAUSES: [u32; 7] = [0, 2, 5, 10, 15, 20, 30];

/// Seconds to wait before the look that follows so many others.
pub fn pause_after(looks: u32) -> u32 {
    let at = (looks as usize).min(PAUSES.len() - 1);
    PAUSES[at]
}

/// How far the clock that stamps tasks may be behind the one that the page knows.
const SLACK_SECONDS: i64 = 120;

impl Submission {
    /// The next state. An event that a state does not expect, such as a second
    /// press while sending or an answer that comes late, changes nothing.
    pub fn on(self, event: Event) -> Submission {
        use Submission::{Created as Done, Idle, Refused, Reviewing, Sending, Unknown};
        match (self, event) {
            (Idle | Refused(..), Event::Review(frozen)) => Reviewing(frozen),
            (Reviewing(frozen), Event::Send(click)) => Sending(Attempt {
                request: frozen.request.clone(),
                frozen: Some(frozen),
                click,
            }),
            (Idle, Event::Resume(attempt)) => {
                Unknown(*attempt, ApiError::Interrupted, Search::NONE_YET)
            }
            (Sending(attempt), Event::Answered(Ok(created))) => Done(attempt, created),
            (Sending(attempt), Event::Answered(Err(error))) if error.leaves_outcome_open() => {
                Unknown(attempt, error, Search::NONE_YET)
            }
            (Sending(attempt), Event::Answered(Err(error))) => Refused(attempt, error),
            (Unknown(attempt, error, Search::Looking { done, .. }), Event::Looked(answer)) => {
                let search = looked(&attempt, done, answer);
                Unknown(attempt, error, search)
            }
            (Unknown(attempt, error, search), Event::LookAgain) if search.is_over() => {
                Unknown(attempt, error, Search::NONE_YET)
            }
            (Unknown(attempt, error, Search::Looking { failed, .. }), Event::StopLooking) => {
                let search = failed.map_or(Search::Stopped, |failed| Search::Failed(*failed));
                Unknown(attempt, error, search)
            }
            (Unknown(attempt, _, Search::Found(_)), Event::Adopt(task)) => Done(
                attempt,
                Created {
                    task,
                    trace_id: None,
                    twins: None,
                },
            ),
            // What was looked for and not found goes back to the review, and only
            // from there out again; what could not be told, to the form.
            (Unknown(attempt, _, Search::NotFound), Event::Back) => {
                attempt.frozen.map_or(Idle, Reviewing)
            }
            (Unknown(_, _, search), Event::Back) if search.is_over() => Idle,
            (Reviewing(_) | Refused(..), Event::Back) => Idle,
            // A browser that lost the connection may have sent the request again, and
            // what is refused is the repetition.
            (Refused(attempt, error), Event::Looked(Ok(tasks))) => {
                let made = made_all_the_same(&attempt, tasks);
                match made.is_empty() {
                    true => Refused(attempt, error),
                    false => Unknown(attempt, error, Search::Found(made)),
                }
            }
            (Done(attempt, created), Event::Looked(Ok(tasks))) => {
                // The answer named who made it: nobody else's can be of the same click.
                let creator = created.task.text("creator");
                let is_twin = |task: &ClockedTask| {
                    task.id() != created.task.id()
                        && task.text("creator") == creator
                        && is_from(&attempt, task)
                };
                let twins = Some(tasks.into_iter().filter(is_twin).collect());
                Done(attempt, Created { twins, ..created })
            }
            (Done(..), Event::Another) => Idle,
            (state, _) => state,
        }
    }

    /// The same without the number of looks, for whoever draws it.
    pub fn without_count(&self) -> Submission {
        match self.clone() {
            Submission::Unknown(attempt, error, Search::Looking { .. }) => {
                Submission::Unknown(attempt, error, Search::NONE_YET)
            }
            state => state,
        }
    }

    /// The attempt that is out or looked for: no other page need care for it.
    pub fn in_hand(&self) -> Option<&Attempt> {
        match self {
            Submission::Sending(attempt)
            | Submission::Unknown(attempt, _, Search::Looking { .. }) => Some(attempt),
            _ => None,
        }
    }

    /// Whether the form must not change now.
    pub fn holds_form(&self) -> bool {
        matches!(self, Submission::Sending(_) | Submission::Unknown(..))
    }
}

impl Search {
    const NONE_YET: Search = Search::Looking {
        done: 0,
        failed: None,
    };

    pub fn is_over(&self) -> bool {
        !matches!(self, Search::Looking { .. })
    }
}

fn looked(attempt: &Attempt, done: u32, answer: Result<Vec<ClockedTask>, ApiError>) -> Search {
    let done = done + 1;
    let waited: u32 = (0..done).map(pause_after).sum();
    let last = waited >= attempt.click.look_for;
    match answer {
        Ok(tasks) => {
            let found: Vec<ClockedTask> = tasks
                .into_iter()
                .filter(|task| is_from(attempt, task))
                .collect();
            let (own, others): (Vec<_>, Vec<_>) =
                found.into_iter().partition(|task| is_own(attempt, task));
            match (own.is_empty(), last, others.is_empty()) {
                (false, ..) => Search::Found(own),
                (true, false, _) => Search::Looking { done, failed: None },
                (true, true, true) => Search::NotFound,
                (true, true, false) => Search::Others(others),
            }
        }
        // Every further look would be refused as well.
        Err(error) if error.reason() == Reason::Login => Search::Failed(error),
        Err(error) if !last => Search::Looking {
            done,
            failed: Some(Box::new(error)),
        },
        Err(error) => Search::Failed(error),
    }
}

/// The tasks of an attempt that was refused: only what its id shows to be new.
fn made_all_the_same(attempt: &Attempt, tasks: Vec<ClockedTask>) -> Vec<ClockedTask> {
    let is_known = attempt.click.newest_before.is_some();
    let is_made = |task: &ClockedTask| is_known && is_own(attempt, task) && is_from(attempt, task);
    tasks.into_iter().filter(is_made).collect()
}

/// Whether whoever pressed made it, as far as that is known.
fn is_own(attempt: &Attempt, task: &ClockedTask) -> bool {
    let own = attempt.click.creator.as_deref();
    own.is_none_or(|own| task.text("creator") == own)
}

/// Whether a task can be the one of an attempt: made since the click, by its id
/// where the ids before it are known and otherwise by its time of creation,
/// which another host's clock gave. A task too many in the list is harmless,
/// one too few is not.
fn is_from(attempt: &Attempt, task: &ClockedTask) -> bool {
    let is_newer = match (attempt.click.newest_before, task.id()) {
        (Some(before), Some(id)) => id > before,
        _ => {
            let since = attempt.click.at.timestamp() - SLACK_SECONDS;
            let created = task.instant("create_time");
            created.is_none_or(|created| created.timestamp() >= since)
        }
    };
    is_newer && may_be_from(&attempt.request, task)
}

#[cfg(test)]
mod tests;
