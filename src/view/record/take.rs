//! What can be made of a record: another plan, and copies of it for others. No
//! secret is in any of them.

use leptos::prelude::*;

use super::{another, safe};
use crate::app::App;
use crate::app::record::Found;
use crate::app::screen::address_of;
use crate::browser::file;
use crate::model::calendar::{Event, calendar};
use crate::model::request::pretty;
use crate::text::Lang;
use crate::text::moment::{sentence, understood};
use crate::text::record::summary;
use crate::ui::dom::{El, el};
use crate::ui::field::icon_button;
use crate::ui::icon::Icon;
use crate::view::copy::copy_button;
use crate::view::moment::on_clock;

pub fn take_out(app: App, l: Lang) -> El {
    let place = move || app.record.place.get();
    let id = Signal::derive(move || place().map_or_else(String::new, |place| place.id.to_string()));
    let link = Signal::derive(move || link(app));
    let json = Signal::derive(move || {
        with_found(app, |found| {
            pretty(&safe(found, &found.newest).fields.into())
        })
    });
    let text = Signal::derive(move || with_found(app, |found| in_words(app, l, found)));
    let save = move || {
        let file = with_found(app, |found| event(app, l, found));
        let name = format!("clocked-{}.ics", id.get_untracked());
        file::save(&name, "text/calendar;charset=utf-8", &file);
    };
    let ics = icon_button("quiet", Icon::Calendar, l.save_calendar(), save);
    el("div")
        .class("row take-out")
        .child(another(app, l))
        .child(copy_button(l, l.copy_id(), id))
        .child(copy_button(l, l.copy_record_link(), link))
        .child(copy_button(l, l.copy_summary(), text))
        .child(copy_button(l, l.copy_json(), json))
        .child(el("span").class("copy").child(ics))
}

fn link(app: App) -> String {
    let place = app.record.place.get_untracked();
    place.as_ref().map(address_of).unwrap_or_default()
}

fn with_found(app: App, text: impl Fn(&Found) -> String) -> String {
    app.record
        .found
        .with_untracked(|found| match found.ready() {
            Some(Some(found)) => text(found),
            _ => String::new(),
        })
}

fn in_words(app: App, l: Lang, found: &Found) -> String {
    let Some(start) = found.newest.instant("plan_start_time") else {
        return String::new();
    };
    let zone = app.record.zone.get_untracked();
    let (start, zone) = on_clock(start, &zone);
    // On one clock: whoever reads the ticket lives on another one.
    let when = sentence(l, &understood(&start, zone, zone, app.server_now()));
    summary(l, &safe(found, &found.newest), &when, &link(app))
}

fn event(app: App, l: Lang, found: &Found) -> String {
    let task = &found.newest;
    let Some(start) = task.instant("plan_start_time") else {
        return String::new();
    };
    let id = task.id().unwrap_or_default();
    let link = link(app);
    let host = link.split("//").nth(1).unwrap_or_default();
    let host = host.split(['/', ':', '?']).next().unwrap_or_default();
    let second = |field: &str| task.instant(field).map(|at| at.timestamp());
    let sequence = second("edit_time").zip(second("create_time"));
    calendar(&Event {
        uid: &format!("clocked-task-{id}@{host}"),
        sequence: sequence.map_or(0, |(edited, created)| edited - created),
        made: app.server_now(),
        start,
        is_cancelled: found.is_gone,
        summary: &format!("{} #{id}", task.text("task_name")),
        description: &in_words(app, l, found),
        url: &link,
    })
}
