//! The confirmation: what has to be read and seen before a request goes out, and
//! that it goes out once, in whichever tab.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use super::submit::MEMORY_SPREADS;
use crate::browser::lock::{self, Lock};
use crate::browser::page;
use crate::model::{Request, Target};
use crate::submission::check::Checked;
use crate::submission::{Click, Event, Submission};

impl App {
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
    pub(super) fn check_template(self, request: Request) {
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

    pub(super) fn unlock(self, id: &str) {
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
pub(super) fn lock_name(request: &Request) -> String {
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
pub(super) fn go_on_after_check(app: App) {
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
