//! A failed call: what happened, what to do, and behind "details" what a
//! support ticket needs.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, MouseEvent};

use super::copy::copy_button;
use super::moment::time_in_zone;
use crate::api::{ApiError, Reason};
use crate::app::App;
use crate::browser::page;
use crate::text::Lang;
use crate::text::failure::{Explained, explain};
use crate::text::moment::countdown;
use crate::time::Instant;
use crate::time::instant::wall_text;
use crate::time::phrase::seconds_until;
use crate::ui::dom::{El, View, el};
use crate::ui::field::{button, new_tab, pair, status};
use crate::ui::icon::{Icon, icon};

/// With a button to try again.
pub fn failure(app: App, l: Lang, error: &ApiError, retry: impl FnMut() + 'static) -> El {
    let explained = explain(l, error);
    el("div")
        .class("failure")
        .attr("role", "alert")
        .child(
            el("p")
                .child(icon(Icon::Alert))
                .child(" ")
                .child(el("strong").child(explained.title.as_str())),
        )
        .child(failure_body(app, l, error, explained))
        .child(button_from(
            app,
            "plain",
            l.try_again(),
            error.again_at(),
            retry,
        ))
}

/// Without a heading, for a place that has one.
pub fn failure_body(app: App, l: Lang, error: &ApiError, explained: Explained) -> View {
    let more = el("details")
        .child(el("summary").child(l.details()))
        .child(facts(app, l, error, &explained));
    [
        View::from(el("p").child(explained.advice)),
        explained.said.as_deref().map(quoted).into(),
        way_out(app, l, error).into(),
        error.again_at().map(|at| wait(app, l, at)).into(),
        more.into(),
    ]
    .into_iter()
    .collect()
}

/// From when on another call can succeed. The seconds tick for the eye only; a
/// screen reader is told the time, and when it has come.
fn wait(app: App, l: Lang, again_at: Instant) -> El {
    let zone = app.browser_zone.get_value();
    let from = l.again_from(&time_in_zone(again_at, &zone));
    let seconds = move || seconds_until(again_at, app.now.get()).max(0);
    let waits = Memo::new(move |_| seconds() > 0);
    let words = move || match waits.get() {
        true => from.clone(),
        false => l.again_now().to_owned(),
    };
    let left = move || match waits.get() {
        true => countdown(l, seconds()),
        false => String::new(),
    };
    el("p")
        .class("wait")
        .child(status("span").live_text(words))
        .child(
            el("span")
                .class("countdown muted")
                .attr("aria-hidden", "true")
                .live_text(left),
        )
}

/// A button that can be pressed from a time on. Until then it keeps the focus
/// and does nothing.
pub fn button_from(
    app: App,
    class: &str,
    words: &str,
    from: Option<Instant>,
    mut on_click: impl FnMut() + 'static,
) -> El {
    let waits = move |now: Instant| from.is_some_and(|from| now < from);
    let press = move || {
        if !waits(app.server_now()) {
            on_click();
        }
    };
    button(class, words, press).live_attr("aria-disabled", move || {
        waits(app.now.get()).then(|| "true".to_owned())
    })
}

/// What the backend said, in its own words.
pub fn quoted(said: &str) -> El {
    el("blockquote").class("said").child(said)
}

/// What a support ticket needs, and a button that copies it.
pub fn facts(app: App, l: Lang, error: &ApiError, explained: &Explained) -> View {
    let mut facts = explained.details.clone();
    if error.asked().is_none() {
        let now = wall_text(app.server_now().naive_utc());
        facts.push(("time", now + " UTC"));
    }
    facts.push(("page", page::address()));
    let ticket = ticket(&explained.title, explained.said.as_deref(), &facts);
    let pairs = facts
        .into_iter()
        .map(|(name, text)| pair(name, el("code").child(text)))
        .collect::<Vec<View>>();
    [
        el("dl").class("pairs").child(pairs),
        copy_button(l, l.copy_for_ticket(), Signal::stored(ticket)),
    ]
    .into_iter()
    .collect()
}

fn ticket(title: &str, said: Option<&str>, details: &[(&'static str, String)]) -> String {
    let mut lines = vec![title.to_owned()];
    lines.extend(said.map(str::to_owned));
    lines.extend(details.iter().map(|(name, text)| format!("{name}: {text}")));
    lines.join("\n")
}

/// The page to log in on or to apply for a permission on, in a new tab.
pub fn way_out(app: App, l: Lang, error: &ApiError) -> Option<El> {
    let url = app.way_out(error)?;
    let words = match error.reason() {
        Reason::Login => l.log_in(),
        _ => l.apply_for_permission(),
    };
    let link = new_tab(&url, words, l.opens_new_tab());
    let link = match error.reason() {
        Reason::Login => link.on("click", move |event| {
            // Where there is no popup the link does what links do.
            if is_plain(&event) && app.open_login(&url) {
                event.prevent_default();
            }
        }),
        _ => link,
    };
    Some(el("p").child(link))
}

/// A click that does not ask for a tab or a window of its own.
fn is_plain(event: &Event) -> bool {
    let event: &MouseEvent = event.unchecked_ref();
    !(event.ctrl_key() || event.meta_key() || event.shift_key())
}
