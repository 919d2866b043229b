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
    /// Who pressed, where an earlier creation told and no reload came between:
    /// tasks of others that look the same end no search.
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
    },
    /// Tasks that can only come from this attempt, or, rarely, from somebody
    /// who planned the very same in the same minutes.
    Found(Vec<ClockedTask>),
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
                Unknown(*attempt, ApiError::Interrupted, Search::Looking { done: 0 })
            }
            (Sending(attempt), Event::Answered(Ok(created))) => Done(attempt, created),
            (Sending(attempt), Event::Answered(Err(error))) if error.leaves_outcome_open() => {
                Unknown(attempt, error, Search::Looking { done: 0 })
            }
            (Sending(attempt), Event::Answered(Err(error))) => Refused(attempt, error),
            (Unknown(attempt, error, Search::Looking { done }), Event::Looked(answer)) => {
                let search = looked(&attempt, done, answer);
                Unknown(attempt, error, search)
            }
            (Unknown(attempt, error, search), Event::LookAgain) if search.is_over() => {
                Unknown(attempt, error, Search::Looking { done: 0 })
            }
            (Unknown(attempt, error, Search::Looking { .. }), Event::StopLooking) => {
                Unknown(attempt, error, Search::Stopped)
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
            (Done(attempt, created), Event::Looked(Ok(tasks))) => {
                let is_twin =
                    |task: &ClockedTask| task.id() != created.task.id() && is_from(&attempt, task);
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
                Submission::Unknown(attempt, error, Search::Looking { done: 0 })
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
            let own = attempt.click.creator.as_deref();
            let is_own = |task: &ClockedTask| own.is_none_or(|own| task.text("creator") == own);
            let (mut own, others): (Vec<_>, Vec<_>) = found.into_iter().partition(is_own);
            let is_done = last || !own.is_empty();
            own.extend(others);
            match (is_done, own.is_empty()) {
                (false, _) => Search::Looking { done },
                (true, true) => Search::NotFound,
                (true, false) => Search::Found(own),
            }
        }
        // Every further look would be refused as well.
        Err(error) if error.reason() == Reason::Login => Search::Failed(error),
        Err(_) if !last => Search::Looking { done },
        Err(error) => Search::Failed(error),
    }
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
mod tests {
    use chrono::DateTime;
    use serde_json::{Map, Value, json};

    use super::*;
    use crate::api::Refusal;
    use crate::model::{Nodes, Request, Scope, Target};
    use crate::time::Moment;

    const CLICK: i64 = 1_795_000_000;

    fn at(unix: i64) -> Instant {
        DateTime::from_timestamp(unix, 0).expect("in range")
    }

    fn frozen() -> Frozen {
        Request {
            target: Target {
                bk_biz_id: "2".into(),
                scope: Scope::CmdbBiz,
                template_id: "7".into(),
            },
            name: "nightly".into(),
            start: Moment {
                instant: at(CLICK + 3600),
                offset: 0,
            },
            zone: "UTC".into(),
            nodes: Nodes::All,
            constants: Map::new(),
            withheld: Vec::new(),
        }
        .freeze("/create/{template_id}/{bk_biz_id}/")
    }

    fn task(created: i64) -> ClockedTask {
        let wire = |unix| {
            crate::time::to_wire(&Moment {
                instant: at(unix),
                offset: 0,
            })
        };
        let Value::Object(fields) = json!({
            "id": 72,
            "task_name": "nightly",
            "template_id": 7,
            "plan_start_time": wire(CLICK + 3600),
            "create_time": wire(created),
            "task_parameters": {"constants": {}, "template_schemes_id": []},
        }) else {
            unreachable!("an object")
        };
        ClockedTask { fields }
    }

    fn click(unix: i64) -> Event {
        Event::Send(Click {
            id: unix.to_string(),
            at: at(unix),
            newest_before: Some(71),
            creator: None,
            look_for: 17,
        })
    }

    fn sending() -> Submission {
        Submission::Idle
            .on(Event::Review(frozen()))
            .on(click(CLICK))
    }

    fn timed_out() -> Submission {
        sending().on(Event::Answered(Err(ApiError::Timeout)))
    }

    #[test]
    fn nothing_is_sent_without_a_review() {
        assert_eq!(Submission::Idle.on(click(CLICK)), Submission::Idle);
    }

    #[test]
    fn a_second_press_while_sending_changes_nothing() {
        assert_eq!(sending().on(click(CLICK + 1)), sending());
        assert_eq!(sending().on(Event::Review(frozen())), sending());
        assert_eq!(sending().on(Event::Back), sending());
    }

    #[test]
    fn a_refusal_goes_back_to_the_form_and_a_lost_answer_is_looked_into() {
        let no = ApiError::Refused(Box::new(Refusal {
            status: 200,
            ..Refusal::default()
        }));
        let refused = sending().on(Event::Answered(Err(no)));
        assert!(matches!(refused, Submission::Refused(..)));
        assert_eq!(refused.on(Event::Back), Submission::Idle);
        assert!(matches!(
            timed_out(),
            Submission::Unknown(_, _, Search::Looking { done: 0 })
        ));
    }

    #[test]
    fn a_task_of_this_attempt_is_found_and_an_older_twin_is_not() {
        let mut older = task(CLICK - 600);
        older.fields.insert("id".into(), json!(70));
        let found = timed_out().on(Event::Looked(Ok(vec![task(CLICK + 1), older])));
        let Submission::Unknown(_, _, Search::Found(tasks)) = found.clone() else {
            panic!("not found: {found:?}");
        };
        assert_eq!(tasks, [task(CLICK + 1)]);
        assert!(matches!(
            found.on(Event::Adopt(task(CLICK + 1))),
            Submission::Created(..)
        ));
    }

    #[test]
    fn a_task_that_was_there_before_the_click_is_not_of_it() {
        let mut older = task(CLICK + 1);
        older.fields.insert("id".into(), json!(71));
        let state = timed_out().on(Event::Looked(Ok(vec![older])));
        assert!(matches!(
            state,
            Submission::Unknown(_, _, Search::Looking { done: 1 })
        ));
    }

    /// The list of the project could not be read when the review opened.
    fn timed_out_without_newest() -> Submission {
        let Submission::Sending(mut attempt) = sending() else {
            panic!("sent");
        };
        attempt.click.newest_before = None;
        Submission::Sending(attempt).on(Event::Answered(Err(ApiError::Timeout)))
    }

    #[test]
    fn without_the_ids_before_it_the_time_of_creation_tells_what_is_of_a_click() {
        for (created, is_found) in [
            (CLICK + 1, true),
            // Another host stamps it, whose clock may be behind.
            (CLICK - SLACK_SECONDS, true),
            (CLICK - SLACK_SECONDS - 1, false),
        ] {
            let looked = Event::Looked(Ok(vec![task(created)]));
            let state = timed_out_without_newest().on(looked);
            let found = matches!(state, Submission::Unknown(_, _, Search::Found(_)));
            assert_eq!(found, is_found, "{created}");
        }
        let mut unknown = task(CLICK);
        unknown.fields.remove("create_time");
        let state = timed_out_without_newest().on(Event::Looked(Ok(vec![unknown])));
        assert!(matches!(state, Submission::Unknown(_, _, Search::Found(_))));
    }

    #[test]
    fn another_name_start_or_template_is_not_of_a_click() {
        let fields = [
            ("task_name", json!("nightly 2")),
            ("plan_start_time", json!("2027-07-01 09:00:00+0800")),
            ("template_id", json!(8)),
        ];
        for (name, value) in fields {
            let mut other = task(CLICK + 1);
            other.fields.insert(name.into(), value);
            let state = timed_out().on(Event::Looked(Ok(vec![other])));
            assert!(
                matches!(
                    state,
                    Submission::Unknown(_, _, Search::Looking { done: 1 })
                ),
                "{name}"
            );
        }
    }

    #[test]
    fn what_somebody_else_planned_ends_no_search_and_is_told_at_its_end() {
        let by = |creator: &str| {
            let mut task = task(CLICK + 1);
            task.fields.insert("creator".into(), json!(creator));
            task
        };
        let Submission::Sending(mut attempt) = sending() else {
            panic!("sent");
        };
        attempt.click.creator = Some("alice".into());
        let mut state = Submission::Sending(attempt).on(Event::Answered(Err(ApiError::Timeout)));
        let both = state
            .clone()
            .on(Event::Looked(Ok(vec![by("bob"), by("alice")])));
        assert!(
            matches!(both, Submission::Unknown(_, _, Search::Found(found)) if found.len() == 2)
        );
        for _ in 0..3 {
            state = state.on(Event::Looked(Ok(vec![by("bob")])));
            assert!(matches!(
                state,
                Submission::Unknown(_, _, Search::Looking { .. })
            ));
        }
        let told = state.on(Event::Looked(Ok(vec![by("bob")])));
        assert!(
            matches!(told, Submission::Unknown(_, _, Search::Found(found)) if found == [by("bob")])
        );
    }

    #[test]
    fn not_found_is_said_only_after_every_look_and_leads_to_the_review() {
        let mut state = timed_out();
        for look in 1..=4 {
            assert!(
                matches!(state, Submission::Unknown(_, _, Search::Looking { done })
                if done == look - 1)
            );
            assert_eq!(
                state.clone().on(Event::Back),
                state,
                "no way back while looking"
            );
            state = state.on(Event::Looked(Ok(vec![])));
        }
        assert!(matches!(state, Submission::Unknown(_, _, Search::NotFound)));
        assert_eq!(state.on(Event::Back), Submission::Reviewing(frozen()));
    }

    #[test]
    fn looks_go_on_for_as_long_as_the_task_may_appear() {
        let mut state = Submission::Reviewing(frozen()).on(Event::Send(Click {
            id: String::new(),
            at: at(CLICK),
            newest_before: None,
            creator: None,
            look_for: 120,
        }));
        state = state.on(Event::Answered(Err(ApiError::Timeout)));
        let (mut looks, mut waited) = (0, 0);
        while let Submission::Unknown(_, _, Search::Looking { done }) = state {
            assert_eq!(done, looks);
            waited += pause_after(looks);
            looks += 1;
            state = state.on(Event::Looked(Ok(vec![])));
        }
        assert!((120..150).contains(&waited), "{waited} s in {looks} looks");
    }

    #[test]
    fn a_person_can_stop_looking_and_look_again_but_not_send_at_once() {
        let stopped = timed_out().on(Event::StopLooking);
        assert!(matches!(
            stopped,
            Submission::Unknown(_, _, Search::Stopped)
        ));
        assert_eq!(
            stopped.clone().on(Event::Looked(Ok(vec![task(CLICK)]))),
            stopped
        );
        assert_eq!(stopped.clone().on(Event::Back), Submission::Idle);
        assert_eq!(stopped.on(Event::LookAgain), timed_out());
    }

    #[test]
    fn a_look_without_a_login_ends_the_search_until_it_is_back() {
        let refusal = ApiError::Redirected(Box::default());
        let state = timed_out().on(Event::Looked(Err(refusal)));
        assert!(matches!(
            state,
            Submission::Unknown(_, _, Search::Failed(_))
        ));
        assert_eq!(state.on(Event::LookAgain), timed_out());
    }

    #[test]
    fn a_look_that_fails_for_good_can_be_repeated() {
        let mut state = timed_out();
        for _ in 0..4 {
            state = state.on(Event::Looked(Err(ApiError::Network)));
        }
        assert!(matches!(
            state,
            Submission::Unknown(_, _, Search::Failed(_))
        ));
        assert!(matches!(
            state.on(Event::LookAgain),
            Submission::Unknown(_, _, Search::Looking { done: 0 })
        ));
    }

    #[test]
    fn an_attempt_from_memory_is_looked_for_and_cannot_be_sent_again() {
        let Submission::Sending(attempt) = sending() else {
            panic!("sent");
        };
        let attempt = Attempt {
            frozen: None,
            ..attempt
        };
        let mut state = Submission::Idle.on(Event::Resume(Box::new(attempt)));
        assert!(state.holds_form());
        for _ in 0..4 {
            assert!(matches!(
                state,
                Submission::Unknown(_, ApiError::Interrupted, Search::Looking { .. })
            ));
            state = state.on(Event::Looked(Ok(vec![])));
        }
        assert_eq!(state.on(Event::Back), Submission::Idle);
    }

    #[test]
    fn a_second_task_of_one_click_is_noticed() {
        let created = Created {
            task: task(CLICK),
            trace_id: None,
            twins: None,
        };
        let mut twin = task(CLICK + 1);
        twin.fields.insert("id".into(), json!(73));
        let done = sending().on(Event::Answered(Ok(created)));
        let looked = done.on(Event::Looked(Ok(vec![twin.clone(), task(CLICK)])));
        let Submission::Created(_, created) = looked else {
            panic!("still created")
        };
        assert_eq!(created.twins, Some(vec![twin]));
    }

    #[test]
    fn an_answer_that_comes_late_changes_nothing() {
        let idle = Submission::Idle.on(Event::Answered(Err(ApiError::Timeout)));
        assert_eq!(idle, Submission::Idle);
        assert_eq!(
            timed_out().on(Event::Answered(Err(ApiError::Network))),
            timed_out()
        );
    }
}
