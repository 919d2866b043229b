//! The record in the form's place: every field of the answer, its times with
//! their clocks, and the comparison with what was sent.

use std::collections::HashSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use super::copy::copy_button;
use super::moment::moment;
use super::review::value_text;
use crate::app::App;
use crate::browser::page;
use crate::model::request::{fill_path, pretty};
use crate::model::secret::masked;
use crate::model::task::{TaskState, compare, task_state};
use crate::model::{ClockedTask, Request};
use crate::submission::watch::is_due;
use crate::submission::{Event, Submission};
use crate::text::Lang;
use crate::text::record::{field_name, state_name};
use crate::time::{Moment, intl, parse_wire};
use crate::ui::dom::{El, View, effect, el};
use crate::ui::field::{button, muted, new_tab, pair, status, with_icon};
use crate::ui::icon::Icon;
use crate::ui::table::{row_head, table};

/// Fields in a readable order; what the answer has beside them follows.
const ORDER: [&str; 14] = [
    "id",
    "task_name",
    "plan_start_time",
    "state",
    "task_id",
    "template_name",
    "template_id",
    "template_source",
    "project_id",
    "creator",
    "editor",
    "create_time",
    "edit_time",
    "task_parameters",
];

pub fn record_screen(app: App, l: Lang) -> View {
    let Submission::Created(attempt, created) = app.submission.get_untracked() else {
        return View::none();
    };
    let (first, request) = (created.task, attempt.request);
    let newest = Memo::new(move |_| {
        app.submission.with(|state| match state {
            Submission::Created(_, created) => Some(created.task.clone()),
            _ => None,
        })
    });
    follow(app, newest, &request);
    let id = first.id().unwrap_or_default();
    let zone = request.zone.clone();
    let start = start_of(&first, &zone).unwrap_or_else(|| request.start.clone());
    let another = move || {
        app.on_event(Event::Another);
        app.form.submitted.set(false);
        page::focus_soon("task-name");
    };
    let json = Signal::derive(move || {
        newest
            .get()
            .map(|task| pretty(&safe(app, &task)))
            .unwrap_or_default()
    });
    page::focus_soon("record-title");
    let passwords = app.form.password_keys();
    let state = move || newest.get().map(|task| state_line(app, l, &task));
    let details = move || {
        let task = newest.get()?;
        Some(fields(
            l,
            &safe(app, &task),
            created.trace_id.as_deref(),
            &zone,
        ))
    };
    let heading = el("h1")
        .id("record-title")
        .attr("tabindex", "-1")
        .child(with_icon(Icon::Check, &l.created(id)));
    let actions = el("p")
        .class("row")
        .child(button("primary", l.plan_another(), another))
        .child(copy_button(l, l.copy_id(), Signal::stored(id.to_string())))
        .child(copy_button(l, l.copy_json(), json));
    let card = el("div")
        .class("card")
        .child(heading)
        .child(status("p").class("record-state").live(state))
        .child(
            el("div")
                .class("review-when")
                .child(moment(app, l, &start, &request.zone)),
        )
        .live(move || twins(app, l))
        .child(comparison(l, &request, &first, &passwords))
        .live(details)
        .child(actions);
    el("main")
        .class("record")
        .id("main")
        .attr("tabindex", "-1")
        .child(card)
        .into()
}

/// Tasks that came of the same click: told at once, to be deleted.
fn twins(app: App, l: Lang) -> Option<El> {
    let twins = app.submission.with(|state| match state {
        Submission::Created(_, created) => created.twins.clone(),
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
            .child(el("p").child(with_icon(Icon::Alert, &l.twins(twins.len()))))
            .child(el("ul").child(rows))
            .child(muted(l.twins_hint()))
    })
}

/// The record with its secrets masked.
fn safe(app: App, task: &ClockedTask) -> Value {
    masked(
        &Value::Object(task.fields.clone()),
        &app.form.password_keys(),
    )
}

/// Reads the task again while its record is open.
fn follow(app: App, newest: Memo<Option<ClockedTask>>, request: &Request) {
    let (target, start) = (request.target.clone(), request.start.instant);
    let read = StoredValue::new(app.now.get_untracked());
    effect(move || {
        let now = app.now.get();
        let Some(task) = newest.get_untracked() else {
            return;
        };
        let Some(id) = task.id() else { return };
        let since = (now - read.get_value()).num_seconds();
        if !is_due(task.state(), (start - now).num_seconds(), since) {
            return;
        }
        read.set_value(now);
        let (resources, target) = (app.resources(), target.clone());
        spawn_local(async move {
            // A reading that fails is made up for by the next one.
            if let Ok(Some(task)) = resources.task(&target, id).await {
                app.on_event(Event::Reread(task));
            }
        });
    });
}

/// The state in words, and the way to the run once there is one.
fn state_line(app: App, l: Lang, task: &ClockedTask) -> View {
    let state = task.state();
    let run = app.config.with_value(|config| config.links.run.clone());
    let run = run.zip(task.task_id()).map(|(url, id)| {
        let url = fill_path(&url, &[("task_id", &id.to_string())]).0;
        new_tab(&url, l.open_run(), l.opens_new_tab())
    });
    let starts =
        (state == TaskState::NotStarted).then(|| el("span").class("muted").child(l.starts()));
    [
        View::from(el("span").class("badge").child(state_name(l, state))),
        starts.into(),
        run.into(),
    ]
    .into_iter()
    .collect()
}

/// The stored start on the clock that the person chose.
fn start_of(task: &ClockedTask, zone: &str) -> Option<Moment> {
    Moment::read(task.instant("plan_start_time")?, |unix| {
        intl::offset_at(zone, unix)
    })
}

/// Says that the record is what was sent, or shows every difference.
fn comparison(l: Lang, request: &Request, task: &ClockedTask, passwords: &HashSet<String>) -> El {
    let lines = compare(request, task);
    let differs = lines.iter().filter(|line| !line.same).count();
    let text = |value: &Value| value_text(l, &masked(value, passwords));
    let rows = lines.iter().map(|line| {
        el("tr")
            .class(if line.same { "" } else { "differs" })
            .child(row_head(field_name(l, line.field).unwrap_or(line.field)))
            .child(el("td").child(el("pre").child(text(&line.sent))))
            .child(el("td").child(el("pre").child(text(&line.stored))))
            .child(el("td").child(if line.same { l.same() } else { l.differs() }))
    });
    let rows: Vec<El> = rows.collect();
    let (class, summary) = match differs {
        0 => ("good", with_icon(Icon::Check, l.record_matches())),
        _ => ("bad", with_icon(Icon::Alert, &l.record_differs(differs))),
    };
    el("details")
        .class("comparison")
        .attr_if("open", (differs != 0).then_some(""))
        .child(el("summary").child(el("span").class(class).child(summary)))
        .child(table(
            l.comparison(),
            &[l.field(), l.sent(), l.stored(), l.comparison()],
            rows,
        ))
}

fn fields(l: Lang, task: &Value, trace_id: Option<&str>, zone: &str) -> El {
    let known = ORDER
        .iter()
        .filter_map(|field| Some((*field, task.get(*field)?)));
    let unknown = task
        .as_object()
        .into_iter()
        .flatten()
        .map(|(field, value)| (field.as_str(), value))
        .filter(|(field, _)| !ORDER.contains(field));
    let rows: Vec<View> = known
        .chain(unknown)
        .map(|(field, value)| row(l, field, value, zone))
        .collect();
    let trace = trace_id.map(|trace_id| {
        pair(
            field_name(l, "trace_id").unwrap_or_default(),
            el("code").child(trace_id),
        )
    });
    el("dl")
        .class("facts record-fields")
        .child(rows)
        .child(trace)
}

fn row(l: Lang, field: &str, value: &Value, zone: &str) -> View {
    let text = match (field, value) {
        ("task_id", Value::Null) => l.no_run_yet().to_owned(),
        ("plan_start_time" | "create_time" | "edit_time", Value::String(text)) => {
            on_both_clocks(text, zone)
        }
        ("state", Value::String(text)) => format!("{} ({text})", state_name(l, task_state(text))),
        (_, Value::Null) => "null".to_owned(),
        (_, Value::String(text)) if text.is_empty() => "—".to_owned(),
        (_, value) => value_text(l, value),
    };
    let tag = if value.is_object() || value.is_array() {
        "pre"
    } else {
        "span"
    };
    pair(field_name(l, field).unwrap_or(field), el(tag).child(text))
}

/// A time of the answer as it came, which has its offset, and on the clock of
/// the plan where that shows something else.
fn on_both_clocks(text: &str, zone: &str) -> String {
    let here = parse_wire(text)
        .and_then(|there| {
            let here = Moment::read(there.instant, |unix| intl::offset_at(zone, unix))?;
            (here.offset != there.offset).then_some(here)
        })
        .map(|here| format!(" = {} {zone}", crate::text::moment::short(&here)));
    format!("{text}{}", here.unwrap_or_default())
}
