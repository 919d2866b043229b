//! A login that has ended: what waits for it, and how the page finds out that
//! it is back and goes on by itself. Readings are repeated; a creation that was
//! refused goes back to the review, for the person to confirm again.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::Window;

use super::{App, planned, record, when_changed};
use crate::api::{ApiError, Asked, Reason};
use crate::browser::{page, popup};
use crate::form::Loaded;
use crate::submission::check::Checked;
use crate::submission::{Event, Search, Submission};

/// Seconds before each look that the page takes by itself; after the last one
/// it takes the person to come back to it.
const PAUSES: [i64; 8] = [5, 10, 15, 30, 60, 120, 240, 480];

/// The looks so far. Times in seconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Looks {
    done: usize,
    /// Since when something waits; `None` while nothing does.
    since: Option<i64>,
    last: i64,
}

impl Looks {
    /// To be called each second: whether a look is due.
    fn on_second(&mut self, waits: bool, now: i64) -> bool {
        if !waits {
            self.since = None;
            return false;
        }
        // A login that seems back and is refused again goes on as it was.
        if self.since.is_none() && now - self.last > PAUSES[PAUSES.len() - 1] {
            self.done = 0;
        }
        let from = self.last.max(*self.since.get_or_insert(now));
        let is_due = PAUSES
            .get(self.done)
            .is_some_and(|pause| now - from >= *pause);
        if is_due {
            self.done += 1;
            self.last = now;
        }
        is_due
    }

    /// The person is back, or something told that the login is.
    fn begin_again(&mut self) {
        self.done = 0;
        self.since = None;
    }
}

#[derive(Clone, Copy, Default)]
pub struct Login {
    /// The review stands there because a creation was refused for want of a
    /// login that is back now.
    pub is_back: RwSignal<bool>,
    looks: StoredValue<Looks>,
    is_looking: StoredValue<bool>,
    /// Where the person logs in.
    popup: StoredValue<Option<Window>, LocalStorage>,
}

/// What could not be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waits {
    Projects,
    Templates,
    Flow,
    Constants,
    Record,
    RecordAgain,
    Planned,
    MorePlanned,
    Creation,
    Search,
    Check,
}

/// Looks for the login while something waits for it and somebody can see that.
pub fn run(app: App) {
    when_changed(move |_| {
        let now = app.now.get().timestamp();
        let waits = page::is_visible() && !waiting(app).is_empty();
        if waits {
            // Somebody else may log in.
            app.planned.made_by.set_value(None);
        }
        let is_due = app
            .login
            .looks
            .try_update_value(|looks| looks.on_second(waits, now));
        let popup_closed = app.login.popup.with_value(|popup| {
            let is_closed = popup.as_ref().map(popup::is_closed);
            is_closed == Some(true)
        });
        if popup_closed {
            app.login.popup.set_value(None);
            app.on_logged_in();
        } else if is_due == Some(true) {
            look(app);
        }
    });
    page::on_return(move || app.on_logged_in());
}

impl App {
    /// Something suggests that the login is back: the page looks, and goes on
    /// where it is.
    pub fn on_logged_in(self) {
        self.login.looks.update_value(Looks::begin_again);
        look(self);
    }

    /// Opens a place to log in, where the browser lets the page.
    pub fn open_login(self, url: &str) -> bool {
        let popup = popup::open(url);
        let is_open = popup.is_some();
        self.login.popup.set_value(popup);
        is_open
    }
}

fn look(app: App) {
    let waiting = waiting(app);
    let reads = |(_, asked): &&(Waits, Asked)| asked.method == "GET";
    let Some((_, asked)) = waiting.iter().find(reads).or(waiting.first()).cloned() else {
        return;
    };
    if app.login.is_looking.get_value() {
        return;
    }
    app.login.is_looking.set_value(true);
    spawn_local(async move {
        let target = app.load.target();
        let resources = app.resources();
        let is_back = resources.is_logged_in(&asked, target.as_ref()).await;
        app.login.is_looking.try_set_value(false);
        if is_back {
            go_on(app);
        }
    });
}

/// Repeats what waited. Nothing is created by that.
fn go_on(app: App) {
    if let Some(popup) = app.login.popup.try_update_value(Option::take).flatten() {
        popup::close(&popup);
    }
    for (what, _) in waiting(app) {
        match what {
            Waits::Projects => app.load.projects(),
            Waits::Templates => app.load.templates(),
            Waits::Flow => app.load.flow(),
            Waits::Constants => app.load.constants(),
            Waits::Record => {
                if let Some(place) = app.record.place.get_untracked() {
                    record::open(app, place);
                }
            }
            Waits::RecordAgain => record::read(app),
            Waits::Planned => planned::read(app),
            Waits::MorePlanned => planned::read_more(app),
            Waits::Creation => {
                app.login.is_back.set(true);
                app.review_again();
            }
            Waits::Search => app.on_event(Event::LookAgain),
            Waits::Check => app.check_again(),
        }
    }
}

fn waiting(app: App) -> Vec<(Waits, Asked)> {
    let failed = untrack(|| failures(app)).into_iter();
    failed
        .filter_map(|(what, error)| Some((what, for_login(&error)?)))
        .collect()
}

/// What could not be done, and why. Depends on all of it.
pub(super) fn failures(app: App) -> Vec<(Waits, ApiError)> {
    let form = app.form;
    let (creation, search) = app.submission.with(|state| match state {
        // Only a refusal that shows that nothing was created ends there.
        Submission::Refused(_, error) => (Some(error.clone()), None),
        Submission::Unknown(_, _, Search::Failed(error)) => (None, Some(error.clone())),
        _ => (None, None),
    });
    let again = app
        .record
        .found
        .with(|found| found.ready()?.as_ref()?.failed.clone());
    let check = app.check.checked.with(|checked| match checked {
        Checked::Unknown(error) if app.is_reviewing() => error.clone(),
        _ => None,
    });
    [
        (Waits::Projects, failed(form.projects)),
        (Waits::Templates, failed(form.templates)),
        (Waits::Flow, failed(form.flow)),
        (Waits::Constants, failed(form.constants)),
        (Waits::Record, failed(app.record.found)),
        (Waits::RecordAgain, again),
        (Waits::Planned, failed(app.planned.rows)),
        (Waits::MorePlanned, failed(app.planned.more)),
        (Waits::Creation, creation),
        (Waits::Search, search),
        (Waits::Check, check),
    ]
    .into_iter()
    .filter_map(|(what, error)| Some((what, error?)))
    .collect()
}

fn failed<T: Send + Sync + 'static>(reading: RwSignal<Loaded<T>>) -> Option<ApiError> {
    reading.with(|reading| reading.error().cloned())
}

fn for_login(error: &ApiError) -> Option<Asked> {
    match error.reason() {
        Reason::Login => error.asked().cloned(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The seconds at which a look is due, of so many.
    fn looks(looks: &mut Looks, from: i64, to: i64) -> Vec<i64> {
        (from..to)
            .filter(|now| looks.on_second(true, *now))
            .collect()
    }

    #[test]
    fn looks_grow_rarer_and_end() {
        let mut own = Looks::default();
        let due = looks(&mut own, 1000, 100_000);
        assert_eq!(due, [1005, 1015, 1030, 1060, 1120, 1240, 1480, 1960]);
    }

    #[test]
    fn nothing_is_looked_for_while_nothing_waits() {
        let mut own = Looks::default();
        assert!((0..100).all(|now| !own.on_second(false, now)));
        assert_eq!(looks(&mut own, 100, 120), [105, 115]);
    }

    #[test]
    fn a_login_that_is_refused_again_at_once_does_not_begin_anew() {
        let mut own = Looks::default();
        assert_eq!(looks(&mut own, 1000, 1006), [1005]);
        assert!(!own.on_second(false, 1006), "the reading is out");
        assert_eq!(looks(&mut own, 1007, 1020), [1017]);
        assert!(!own.on_second(false, 1020));
        assert_eq!(looks(&mut own, 5000, 5010), [5005], "much later it does");
    }

    #[test]
    fn somebody_who_comes_back_begins_it_anew() {
        let mut own = Looks::default();
        looks(&mut own, 0, 10_000);
        assert!(looks(&mut own, 10_000, 20_000).is_empty());
        own.begin_again();
        assert_eq!(looks(&mut own, 20_000, 20_010), [20_005]);
    }
}
