//! From the primary button to the outcome: what the events of a submission do
//! to the form, to the network and to the browser's memory.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::AbortController;

use super::record::Place;
use super::screen::Screen;
use super::start::take_whole;
use super::{App, draft, planned, record};
use crate::api::resources::Created;
use crate::api::{ApiError, Reason};
use crate::browser::lock::{self, Lock};
use crate::browser::page;
use crate::model::{ClockedTask, Field, Problem, ProblemKind, Request, Target};
use crate::submission::check::Checked;
use crate::submission::drive::drive;
use crate::submission::kept::{self, Kept, Outcome};
use crate::submission::{Attempt, Click, Event, Search, Submission};

/// What one tab remembers reaches the others a little later; until then its
/// lock keeps them from sending the same. In milliseconds.
const MEMORY_SPREADS: u32 = 2000;

/// A page that is still there so long after it began to be left stays. In milliseconds.
const STAYS_AFTER: u32 = 2000;

/// Starts what reacts to a submission, and takes up an attempt that was left
/// open: it comes before any new one.
pub fn run(app: App) {
    Effect::new(move |_| go_on_after_check(app));
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
    fn find_earlier(self, request: &Request) -> Option<Kept> {
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

    pub fn is_reviewing(self) -> bool {
        let is_reviewing = |state: &Submission| matches!(state, Submission::Reviewing(_));
        self.submission.with_untracked(is_reviewing)
    }

    /// Takes the look before the request goes out once more.
    pub fn check_again(self) {
        if let Submission::Reviewing(frozen) = self.submission.get_untracked() {
            self.check_template(frozen.request);
        }
    }

    /// Looks again at what the request stands on, before anything is sent.
    fn check_template(self, request: Request) {
        let flow = self.form.flow.with_untracked(|flow| flow.ready().cloned());
        if let Some(flow) = flow {
            let ticks = self.form.ticked.get_untracked();
            let clock = move || self.server_now();
            self.check
                .start(clock, self.resources(), request, flow, ticks);
        } else {
            self.check.checked.set(Checked::Unknown(None));
        }
    }

    /// The confirmation was pressed. Nothing goes out before the look at the
    /// template is over, after the planned time, or where another tab sent the
    /// same since this review opened: the person sees that first.
    pub fn on_confirm(self) {
        let Submission::Reviewing(frozen) = self.submission.get_untracked() else {
            return;
        };
        if !self.may_go_out(&frozen.request) {
            return;
        }
        let review = self.reviews.get_value();
        match self.locking.get_value() {
            None => self.locking.set_value(Some(review)),
            Some(own) if own == review => return,
            // What an earlier review waits for is still to come.
            Some(_) => return self.check.confirmed.set(true),
        }
        spawn_local(async move {
            let lock = self.lock_of(&frozen.request).await;
            self.locking.set_value(None);
            let is_it = self.is_reviewing() && self.reviews.get_value() == review;
            if !is_it {
                drop(lock);
                return self.confirm_late();
            }
            self.sent_elsewhere.set(lock.is_none());
            // The wait may have taken seconds, and whatever another tab did until now
            // is remembered by now.
            if !self.may_go_out(&frozen.request) {
                return;
            }
            match lock {
                Some(lock) => self.send(lock),
                None => page::focus_soon("elsewhere"),
            }
        });
    }

    /// A confirmation that waited for the lock of an earlier review to be given back.
    fn confirm_late(self) {
        let is_looking = self.check.checked.get_untracked() == Checked::Looking;
        if self.check.confirmed.get_untracked() && !is_looking {
            self.check.confirmed.set(false);
            self.on_confirm();
        }
    }

    /// Whether nothing that the person has not seen yet stands in the way; what
    /// does is shown, and a look that is still out goes on to it by itself.
    fn may_go_out(self, request: &Request) -> bool {
        let now = self.server_now();
        if request.start.instant <= now {
            self.now.set(now);
            page::focus_soon("late");
            return false;
        }
        let is_looking = self.check.checked.get_untracked() == Checked::Looking;
        if !is_looking && self.check.is_stale(now) {
            self.check_template(request.clone());
        }
        if self.check.checked.get_untracked() == Checked::Looking {
            self.check.confirmed.set(true);
            return false;
        }
        if let Some(notice) = self.check.notice()
            && self.check.is_just_told(now)
        {
            page::focus_soon(notice);
            return false;
        }
        !self.shows_earlier(request)
    }

    /// `None` where another tab is sending the same.
    async fn lock_of(self, request: &Request) -> Option<Lock> {
        // A lock of this page's own keeps nobody out of it.
        if self.lock.try_update_value(Option::take).flatten().is_some() {
            TimeoutFuture::new(0).await;
        }
        let name = lock_name(request);
        let lock = lock::take(&name).await;
        // The attempt that the person knows of may be over and its lock not yet.
        if lock.is_none() && self.earlier.with_untracked(Option::is_some) {
            TimeoutFuture::new(2 * MEMORY_SPREADS).await;
            return lock::take(&name).await;
        }
        lock
    }

    fn unlock(self, id: &str) {
        let is_own = |lock: &Option<(String, Lock)>| lock.as_ref().is_some_and(|lock| lock.0 == id);
        if self.lock.with_value(is_own) {
            self.lock.set_value(None);
        }
    }

    /// Whether the browser remembers an attempt of the same that the person has
    /// not been told of; they are then.
    fn shows_earlier(self, request: &Request) -> bool {
        let earlier = self.find_earlier(request);
        if self.earlier.with_untracked(|known| *known == earlier) {
            return false;
        }
        self.earlier.set(earlier);
        page::focus_soon("earlier");
        true
    }

    fn send(self, lock: Lock) {
        let id = page::random_id();
        self.lock.set_value(Some((id.clone(), lock)));
        self.on_event(Event::Send(Click {
            id,
            at: self.server_now(),
            newest_before: self.check.newest.get_untracked(),
            creator: self.planned.made_by.get_value(),
            look_for: self.config.with_value(|config| config.look_up_seconds),
        }));
    }
}

/// The same for every tab that asks for a task of this name, template and time.
fn lock_name(request: &Request) -> String {
    let Target {
        bk_biz_id,
        scope,
        template_id,
    } = &request.target;
    // The instant, on whichever clock it was chosen.
    let start = request.start.instant.timestamp().to_string();
    let parts = [
        scope.as_str(),
        bk_biz_id,
        template_id,
        &start,
        &request.name,
    ];
    ["clocked.send ", &parts.join(" ")].concat()
}

/// A confirmation that came before the look was over: sent if nothing has
/// changed and nothing else is known to be planned about then, perhaps by the very
/// attempt that was not found; otherwise for the person to see and to press again.
fn go_on_after_check(app: App) {
    let checked = app.check.checked.get();
    if checked == Checked::Looking || !app.check.confirmed.get_untracked() {
        return;
    }
    app.check.confirmed.set(false);
    match app.check.notice() {
        None => app.on_confirm(),
        Some(notice) => page::focus_soon(notice),
    }
}

/// Puts what the backend refused onto the fields and returns to the form.
fn place_refusals(app: App) {
    Effect::new(move |_| {
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

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;
    use crate::model::{Nodes, Scope};
    use crate::time::Moment;

    #[test]
    fn the_same_instant_on_another_clock_has_the_same_lock() {
        let request = |unix, offset| Request {
            target: Target {
                bk_biz_id: "2".into(),
                scope: Scope::CmdbBiz,
                template_id: "7".into(),
            },
            name: "nightly".into(),
            start: Moment {
                instant: crate::time::Instant::from_timestamp(unix, 0).expect("in range"),
                offset,
            },
            zone: String::new(),
            nodes: Nodes::All,
            constants: Map::new(),
            withheld: Vec::new(),
        };
        let name = lock_name(&request(1_795_000_000, 28_800));
        assert_eq!(name, lock_name(&request(1_795_000_000, 0)));
        assert_ne!(name, lock_name(&request(1_795_000_001, 28_800)));
    }
}
