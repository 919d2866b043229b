//! The record: what has become of a plan, every field of the backend's answer,
//! times with their clocks, and, where this page sent it, the comparison with
//! what was sent.

mod fields;
mod take;

use leptos::prelude::*;

use self::fields::{comparison, fields};
use self::take::take_out;
use super::failure::{failure, way_out};
use super::moment::{in_zone, moment_at};
use crate::app::App;
use crate::app::like::like_record;
use crate::app::record::{Found, open, read};
use crate::form::Loaded;
use crate::model::ClockedTask;
use crate::model::request::fill_path;
use crate::model::secret::masked;
use crate::model::task::{Edited, Stand};
use crate::submission::Submission;
use crate::text::Lang;
use crate::text::failure::explain;
use crate::text::record::{edits, failed_start, headline, state_name};
use crate::ui::dom::{El, View, el, live};
use crate::ui::field::{bad, button, muted, new_tab, notice, status, with_icon};
use crate::ui::icon::Icon;

pub fn record_screen(app: App, l: Lang) -> View {
    let parts = Parts::new(app, l);
    // Drawn anew when the record is there, not when it changes.
    let is_found = Memo::new(move |_| parts.with(|_| ()).is_some());
    let rest = move || match is_found.get() {
        true => found(parts),
        false => app.record.found.with(|found| missing(app, l, found)),
    };
    let card = el("div").class("card").child(title(parts)).live(rest);
    el("main")
        .class("record")
        .id("main")
        .attr("tabindex", "-1")
        .child(card)
        .into()
}

/// Stays in its place, with the focus, whatever becomes of the record; what it
/// says later than at first is told.
fn title(parts: Parts) -> View {
    let words = Memo::new(move |_| parts.headline());
    let first_words = words.get_untracked();
    let stand = parts.stand;
    let heading = el("h1")
        .id("record-title")
        .attr("tabindex", "-1")
        .class_if("is-bad", move || {
            matches!(stand.get(), Some(Stand::StartFailed | Stand::Gone))
        })
        .live(move || match stand.get() {
            Some(stand) => with_icon(mark(stand), &words.get()),
            None => words.get().into(),
        });
    let told = move || match words.get() {
        words if words == first_words => String::new(),
        words => words,
    };
    let told = status("p").class("visually-hidden").live_text(told);
    [heading, told].into_iter().collect()
}

/// Not yet, or not at all.
fn missing(app: App, l: Lang, found: &Loaded<Option<Found>>) -> View {
    match found {
        Loaded::Failed(error) => failure(app, l, error, move || {
            if let Some(place) = app.record.place.get_untracked() {
                open(app, place);
            }
        })
        .into(),
        Loaded::Ready(_) => muted(l.record_not_found_hint()).into(),
        _ => status("p").class("busy").child(l.loading()).into(),
    }
}

/// What the parts of a found record are drawn from.
#[derive(Clone, Copy)]
struct Parts {
    app: App,
    l: Lang,
    /// `None` while there is no record.
    stand: Memo<Option<Stand>>,
}

impl Parts {
    fn new(app: App, l: Lang) -> Parts {
        let stand = Memo::new(move |_| {
            let now = app.now.get().timestamp();
            app.record.stand(now)
        });
        Parts { app, l, stand }
    }

    /// A part of the record that is drawn anew when the record changes.
    fn live<V: Into<View>>(self, draw: impl Fn(&Found) -> V + 'static) -> View {
        live(move || self.with(&draw))
    }

    fn with<T>(self, read: impl Fn(&Found) -> T) -> Option<T> {
        let found = self.app.record.found;
        found.with(|found| found.ready()?.as_ref().map(read))
    }

    fn headline(self) -> String {
        let Parts { app, l, stand } = self;
        let Some(stand) = stand.get() else {
            let is_missing = app.record.found.with(|found| found.ready().is_some());
            let id = app
                .record
                .place
                .with(|place| place.as_ref().map(|own| own.id));
            return match id {
                Some(id) if !is_missing => l.record_title(id),
                _ => l.record_not_found().to_owned(),
            };
        };
        let made = app.record.made.with(Option::is_some);
        let words = self.with(|Found { first, newest, .. }| {
            let id = newest.id().unwrap_or_default();
            headline(l, id, stand, Edited::between(first, newest), made)
        });
        words.unwrap_or_default()
    }
}

fn found(parts: Parts) -> View {
    let Parts { app, l, .. } = parts;
    let details = parts.live(move |found| {
        let made = app.record.made.get_untracked();
        let trace_id = made.and_then(|made| made.trace_id);
        let zone = app.record.zone.get_untracked();
        fields(l, &safe(found, &found.newest), trace_id.as_deref(), &zone)
    });
    let compared = parts.live(move |found| {
        let made = app.record.made.get_untracked()?;
        Some(comparison(
            l,
            &made.request,
            &found.newest,
            &found.passwords,
        ))
    });
    [
        state_line(parts).into(),
        el("div").class("review-when").child(when(parts)).into(),
        remarks(parts).into(),
        live(move || twins(app, l)),
        take_out(app, l).into(),
        compared,
        details,
    ]
    .into_iter()
    .collect()
}

fn mark(stand: Stand) -> Icon {
    match stand {
        Stand::StartFailed | Stand::Gone => Icon::Alert,
        Stand::Due | Stand::Other => Icon::Clock,
        Stand::Waits | Stand::Started => Icon::Check,
    }
}

/// Of the record: another one like it.
fn another(app: App, l: Lang) -> El {
    button("primary", l.plan_another(), move || like_record(app))
}

/// The state in words, the way to the run once there is one, and another look.
fn state_line(parts: Parts) -> El {
    let Parts { app, l, stand, .. } = parts;
    let state = parts.live(move |found| {
        let task = &found.newest;
        let name = match found.is_gone {
            true => None,
            false => Some(el("span").class("badge").child(state_name(l, task.state()))),
        };
        [View::from(name), run_link(app, l, task).into()]
            .into_iter()
            .collect::<View>()
    });
    let starts = move || {
        (stand.get() == Some(Stand::Waits)).then(|| el("span").class("muted").child(l.starts()))
    };
    let again = move || {
        (!matches!(stand.get(), Some(Stand::Started | Stand::StartFailed)))
            .then(|| button("quiet", l.read_again(), move || read(app)).attr("id", "read-again"))
    };
    el("p")
        .class("record-state")
        .child(state)
        .live(starts)
        .live(again)
}

fn run_link(app: App, l: Lang, task: &ClockedTask) -> Option<El> {
    let url = app.config.with_value(|config| config.links.run.clone())?;
    let run = task.task_id()?.to_string();
    let project = task.fields.get("project_id").map(ToString::to_string);
    let place = app.record.place.get_untracked()?;
    let values = [
        ("task_id", run.as_str()),
        ("project_id", project.as_deref().unwrap_or_default()),
    ];
    let url = fill_path(&url, &values).0;
    let url = fill_path(&url, &place.target.path_values()).0;
    Some(new_tab(&url, l.open_run(), l.opens_new_tab()))
}

/// The planned start on the clock that the person chose, with its countdown.
fn when(parts: Parts) -> View {
    let Parts { app, l, .. } = parts;
    let start = |found: &Found| found.newest.instant("plan_start_time");
    let start = Memo::new(move |_| parts.with(start).flatten());
    live(move || {
        let zone = app.record.zone.get_untracked();
        start.get().map(|start| moment_at(app, l, start, &zone))
    })
}

/// What has to be known beside the state.
fn remarks(parts: Parts) -> El {
    let Parts { app, l, stand, .. } = parts;
    let edited = parts.live(move |found| {
        let zone = app.record.zone.get_untracked();
        let at = |task: &ClockedTask| {
            let start = task.instant("plan_start_time");
            start.map_or_else(String::new, |start| in_zone(start, &zone))
        };
        let lines = edits(l, &found.first, &found.newest, at);
        lines.iter().map(|words| notice(words)).collect::<Vec<El>>()
    });
    let unread = parts.live(move |found| {
        let error = found.failed.as_ref()?;
        let words = notice(&l.not_read(&explain(l, error).title));
        Some(
            [words.into(), View::from(way_out(app, l, error))]
                .into_iter()
                .collect::<View>(),
        )
    });
    let non_finite = parts.live(move |found| found.has_non_finite.then(|| notice(l.non_finite())));
    let by_stand = move || match stand.get() {
        Some(Stand::Due) => Some(notice(l.due_hint())),
        Some(Stand::Gone) => Some(bad(l.gone_hint())),
        Some(Stand::StartFailed) => parts.with(|found| bad(failed_start(l, &found.newest))),
        _ => None,
    };
    el("div")
        .class("remarks")
        .live(by_stand)
        .child(edited)
        .child(unread)
        .child(non_finite)
}

/// Tasks that came of the same click: told at once, to be deleted.
fn twins(app: App, l: Lang) -> Option<El> {
    let id = app.record.place.get()?.id;
    let twins = app.submission.with(|state| match state {
        Submission::Created(_, created) if created.task.id() == Some(id) => created.twins.clone(),
        _ => None,
    })?;
    (!twins.is_empty()).then(|| {
        let rows = twins.iter().map(|task| {
            let id = task.id().unwrap_or_default();
            el("li").child(l.found_task(id, task.text("creator"), task.text("create_time")))
        });
        let rows: Vec<El> = rows.collect();
        el("div")
            .class("failure")
            .attr("role", "alert")
            .child(el("p").child(with_icon(Icon::Alert, &l.twins(twins.len() + 1))))
            .child(el("ul").child(rows))
            .child(muted(l.twins_hint()))
    })
}

/// A version of the record with its secrets masked.
fn safe(found: &Found, task: &ClockedTask) -> ClockedTask {
    let fields = masked(&task.fields.clone().into(), &found.passwords);
    ClockedTask {
        fields: match fields {
            serde_json::Value::Object(fields) => fields,
            _ => serde_json::Map::new(),
        },
    }
}
