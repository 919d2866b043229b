//! The sentence about a moment, with its countdown.

use leptos::prelude::*;

use crate::app::App;
use crate::form::notice::of_start;
use crate::text::Lang;
use crate::text::moment::{Sentence, countdown, sentence, short, understood};
use crate::text::problem::notice as words;
use crate::time::instant::full_time_text;
use crate::time::phrase::seconds_until;
use crate::time::{Instant, Moment, intl};
use crate::ui::dom::{El, View, el, live};
use crate::ui::field::notice;

/// An instant on the clock of a zone; on that of UTC where the browser does not know the zone.
pub fn on_clock(at: Instant, zone: &str) -> (Moment, &str) {
    match Moment::read(at, |unix| intl::offset_at(zone, unix)) {
        Some(moment) => (moment, zone),
        None => (
            Moment {
                instant: at,
                offset: 0,
            },
            "UTC",
        ),
    }
}

/// An instant on one line, on the clock of a zone.
pub fn in_zone(at: Instant, zone: &str) -> String {
    let (moment, zone) = on_clock(at, zone);
    [&short(&moment), " ", zone].concat()
}

/// A time of these hours, with the clock that shows it.
pub fn time_in_zone(at: Instant, zone: &str) -> String {
    let (moment, _) = on_clock(at, zone);
    let time = full_time_text(moment.wall().time());
    [&time, " UTC", &moment.offset_text()].concat()
}

/// What warns of a moment and forbids nothing.
pub fn warnings(app: App, l: Lang, start: &Moment) -> Vec<String> {
    let now = app.now.get();
    let found = app
        .config
        .with_value(|config| of_start(start, now, &config.quiet));
    found.iter().map(|found| words(l, found)).collect()
}

/// Warnings that are read again each second, drawn again when they differ.
pub fn warned(words: Box<dyn Fn() -> Vec<String> + Send + Sync>) -> View {
    let words = Memo::new(move |_| words());
    live(move || {
        let words = words.get();
        words.iter().map(|words| notice(words)).collect::<Vec<El>>()
    })
}

/// The sentence about an instant of a stored task.
pub fn moment_at(app: App, l: Lang, at: Instant, zone: &str) -> View {
    let (on_clock, zone) = on_clock(at, zone);
    moment(app, l, &on_clock, zone)
}

/// A screen reader is told the sentence once; of the countdown, which ticks, it
/// tells when it is asked to read there, as the role of a timer says.
pub fn moment(app: App, l: Lang, moment: &Moment, zone: &str) -> View {
    let viewer = app.browser_zone.get_value();
    let Sentence { main, own, utc } = sentence(
        l,
        &understood(moment, zone, &viewer, app.now.get_untracked()),
    );
    let instant = moment.instant;
    let left = move || countdown(l, seconds_until(instant, app.now.get()));
    [
        Some(el("p").class("moment-main").child(main)),
        own.map(|own| el("p").class("moment-own").child(own)),
        Some(
            el("p")
                .class("moment-more")
                .child(el("span").child(utc))
                .child(
                    el("span")
                        .class("countdown")
                        .attr("role", "timer")
                        .live_text(left),
                ),
        ),
    ]
    .into_iter()
    .map(View::from)
    .collect()
}
