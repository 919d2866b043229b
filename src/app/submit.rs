//! From the primary button to the outcome: what the events of a submission do
//! to the form, to the network and to the browser's memory.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::AbortController;

use super::confirm::{go_on_after_check, lock_name};
use super::record::Place;
use super::screen::Screen;
use super::start::take_whole;
use super::{App, draft, planned, record, when_changed};
use crate::api::resources::Created;
use crate::api::{ApiError, Reason};
use crate::browser::lock;
use crate::browser::page;
use crate::model::{ClockedTask, Field, Problem, ProblemKind, Request};
use crate::submission::drive::drive;
use crate::submission::kept::{self, Kept, Outcome};
use crate::submission::{Attempt, Event, Search, Submission};

/// What one tab remembers reaches the others a little later; until then its
/// lock keeps them from sending the same. In milliseconds.
pub(super) const MEMORY_SPREADS: u32 = 2000;

/// A page that is still there so long after it began to be left stays. In milliseconds.
const STAYS_AFTER: u32 = 2000;

/// Starts what reacts to a submission, and takes up an attempt that was left
/// open: it comes before any new one.
pub fn run(app: App) {
    when_changed(move |_| go_on_after_check(app));
    place_refusals(app);
    take_up(app);
    // Back from a page that sent something this one comes as it was left.
    page::on_shown(move || take_up(app));
    page::on_leaving(move || app.leaves.set_value(true));
    page::on_control_enter(move || {
        let is_form = app.screen.get_untracked() == Screen::Form;
        if is_form && app.submission.with_untracked(|s| *s == Submission::Idle) {
            app.plan();
        }
    });
}

fn take_up(app: App) {
    spawn_local(async move {
        while let Some(Kept { attempt, outcome }) = left_open(app) {
            let id = attempt.click.id.clone();
            match (lock::take(&lock_name(&attempt.request)).await, outcome) {
                (_, _) if left_open(app).is_none_or(|kept| kept.attempt.click.id != id) => {}
                // Another tab has it in hand.
                (None, _) => TimeoutFuture::new(MEMORY_SPREADS).await,
                (Some(_), Outcome::Unseen(task)) => {
                    kept::settle(&id, Some(Outcome::Made(task)), app.server_now());
                    let target = attempt.request.target;
                    app.open_record(Place { target, id: task });
                }
                (Some(lock), _) => {
                    app.lock.set_value(Some((id, lock)));
                    app.on_event(Event::Resume(Box::new(attempt)));
                }
            }
        }
    });
}

/// The newest attempt whose outcome is open, otherwise one whose record may not
/// have been seen; none while the page is at something of its own.
fn left_open(app: App) -> Option<Kept> {
    if app.submission.with_untracked(|s| *s != Submission::Idle) {
        return None;
    }
    let all = kept::read(app.server_now());
    let is_open = |kept: &&Kept| kept.outcome == Outcome::Open;
    let is_unseen = |kept: &&Kept| matches!(kept.outcome, Outcome::Unseen(_));
    let left = all.iter().rfind(is_open);
    left.or_else(|| all.iter().rfind(is_unseen)).cloned()
}

impl App {
    /// Takes the submission to its next state and does what that asks for.
    pub fn on_event(self, event: Event) {
        let before = self.submission.get_untracked();
        let after = before.clone().on(event);
        if after == before {
            return;
        }
        let abort = match &after {
            Submission::Sending(_) => AbortController::new().ok(),
            _ => None,
        };
        self.abort.set_value(abort.clone());
        if let (Some(attempt), None) = (before.in_hand(), after.in_hand()) {
            let id = attempt.click.id.clone();
            spawn_local(async move {
                TimeoutFuture::new(MEMORY_SPREADS).await;
                self.unlock(&id);
            });
        }
        self.remember(&before, &after);
        if let Submission::Reviewing(frozen) = &after {
            self.reviews.update_value(|count| *count += 1);
            self.sent_elsewhere.set(false);
            self.earlier.set(self.find_earlier(&frozen.request));
            self.check_template(frozen.request.clone());
        }
        if !matches!(after, Submission::Reviewing(_)) {
            self.login.is_back.set(false);
        }
        self.submission.set(after.clone());
        self.show_record(&before, &after);
        self.tell_outcome(&before, &after);
        let report = move |event| self.on_event(event);
        drive(&after, self.submission, self.resources(), abort, report);
    }

    /// A task that was made: its record takes the form's place.
    fn show_record(self, before: &Submission, after: &Submission) {
        if let Submission::Created(attempt, created) = after
            && !matches!(before, Submission::Created(..))
        {
            // One that was found and taken for one's own proves nothing of who asks.
            if matches!(before, Submission::Sending(_)) {
                planned::learn_me(self, created.task.text("creator"));
            }
            record::show_made(self, attempt, created);
            self.go(Screen::Record);
        }
    }

    /// Keeps an attempt before it is sent, and what became of it.
    fn remember(self, before: &Submission, after: &Submission) {
        let now = self.server_now();
        match (before, after) {
            (_, Submission::Sending(attempt)) => {
                kept::add(attempt, &self.form.password_keys());
                draft::keep_all(self);
            }
            // Whoever goes on from the record has seen it.
            (Submission::Created(attempt, created), Submission::Idle) => {
                let made = created.task.id().map(Outcome::Made);
                kept::settle(&attempt.click.id, made, now);
            }
            (Submission::Created(..), _) => {}
            // Forgotten when it was refused, and made all the same.
            (Submission::Refused(..), Submission::Unknown(attempt, ..)) => {
                kept::add(attempt, &self.form.password_keys());
            }
            (_, Submission::Created(attempt, created)) => {
                self.unresolved.set(None);
                let unseen = created.task.id().map(Outcome::Unseen);
                kept::settle(&attempt.click.id, unseen, now);
                self.is_seen_soon(attempt, created);
            }
            (_, Submission::Refused(attempt, _))
            | (_, Submission::Unknown(attempt, _, Search::NotFound)) => {
                kept::settle(&attempt.click.id, None, now);
            }
            // The person has seen it: no later page need tell of it.
            (Submission::Unknown(attempt, _, Search::Found(tasks)), Submission::Idle) => {
                let made = tasks.first().and_then(ClockedTask::id).map(Outcome::Made);
                if made.is_some() {
                    kept::settle(&attempt.click.id, made, now);
                }
            }
            (
                Submission::Unknown(
                    attempt,
                    _,
                    Search::Failed(_) | Search::Stopped | Search::Others(_),
                ),
                Submission::Idle,
            ) => {
                let Request { name, .. } = &attempt.request;
                let start = attempt.request.wire_start();
                self.unresolved.set(Some([name, " ", &start].concat()));
            }
            _ => {}
        }
    }

    /// A record has been seen once it was painted, on a page that is not being left.
    fn is_seen_soon(self, attempt: &Attempt, created: &Created) {
        let id = attempt.click.id.clone();
        let made = created.task.id().map(Outcome::Made);
        page::after_paint(move || {
            spawn_local(async move {
                if self.leaves.get_value() {
                    TimeoutFuture::new(STAYS_AFTER).await;
                    self.leaves.set_value(false);
                }
                kept::settle(&id, made, self.server_now());
            });
        });
    }

    /// Whether the form holds what an attempt asked for. One that was taken up
    /// from the browser's memory may be older than what was typed since.
    pub fn stands_on_form(self, attempt: &Attempt) -> bool {
        let is_same = |request: Request| attempt.is_same(&request, &self.form.password_keys());
        attempt.frozen.is_some() || self.request().is_some_and(is_same)
    }

    /// An attempt of this browser, in whatever tab, that asked for the same.
    pub(super) fn find_earlier(self, request: &Request) -> Option<Kept> {
        let passwords = self.form.password_keys();
        let mut all = kept::read(self.server_now()).into_iter();
        all.rfind(|kept| kept.attempt.is_same(request, &passwords))
    }

    /// Takes back a request that is out: its outcome is then unknown.
    pub fn cancel_sending(self) {
        self.abort.with_value(|abort| {
            if let Some(abort) = abort {
                abort.abort();
            }
        });
    }

    /// The primary button and Ctrl+Enter: the confirmation, or the problems with
    /// the focus on them.
    pub fn plan(self) {
        if !self.on_plan() {
            page::focus_soon("problems");
        }
    }

    /// Shows every problem, or freezes the request for confirmation. Says which of
    /// the two it was.
    fn on_plan(self) -> bool {
        self.form.submitted.set(true);
        take_whole(self, self.form.date);
        take_whole(self, self.form.time);
        // The clock may have run past the planned time since the last look.
        self.now.set(self.server_now());
        self.look();
        match self.request() {
            Some(request) => {
                self.form.refused.set(Vec::new());
                self.refusal.set(None);
                let url = self
                    .config
                    .with_value(|c| c.api.create_clocked_task.clone());
                self.on_event(Event::Review(request.freeze(&url)));
                true
            }
            None => false,
        }
    }

    /// Through the form's own check to a fresh review: since the refusal the
    /// clock may have passed the planned time, or the login be back.
    pub fn review_again(self) {
        if !self.on_plan() {
            self.on_event(Event::Back);
            page::focus_soon("problems");
        }
    }
}

/// Puts what the backend refused onto the fields and returns to the form.
fn place_refusals(app: App) {
    when_changed(move |_| {
        let refused = app.submission.with(|state| match state {
            Submission::Refused(_, error) if error.reason() == Reason::Fields => {
                Some(error.clone())
            }
            _ => None,
        });
        let Some(ApiError::Refused(refusal)) = refused else {
            return;
        };
        let problems = refusal
            .fields
            .iter()
            .flat_map(|(name, texts)| {
                texts.iter().map(|text| {
                    Problem::new(field_of(name), ProblemKind::Server(named(name, text)))
                })
            })
            .collect();
        app.form.refused.set(problems);
        app.refusal.set(Some(*refusal.clone()));
        app.on_event(Event::Back);
        page::focus_soon("problems");
    });
}

/// The field that the backend means by a name of its own.
fn field_of(name: &str) -> Field {
    match name {
        "task_name" => Field::Name,
        "plan_start_time" => Field::Time,
        "template_id" | "template_name" | "template_source" => Field::Template,
        "project_id" | "bk_biz_id" | "scope" => Field::Project,
        _ => Field::Whole,
    }
}

fn named(name: &str, text: &str) -> String {
    match field_of(name) {
        Field::Whole => format!("{name}: {text}"),
        _ => text.to_owned(),
    }
}
