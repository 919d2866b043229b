//! The variables of the frozen request as a table, the changed ones first.

use leptos::prelude::*;
use serde_json::{Map, Value};

use crate::app::App;
use crate::form::Remaining;
use crate::form::convert::is_changed;
use crate::form::notice::{Notice, of_key, of_value};
use crate::model::Request;
use crate::model::secret::masked;
use crate::text::Lang;
use crate::ui::dom::{El, View, el, keyed};
use crate::ui::field::{button, muted};
use crate::ui::table::{row_head, table};
use crate::view::problems::remark;

/// Rows that are drawn at once; the person asks for more.
const ROWS: usize = 200;
/// Left out ones that are named; more than these leave out what is unchanged.
const NAMED: usize = 20;

/// A variable that is sent, as it is drawn.
#[derive(Clone)]
struct Line {
    key: String,
    name: String,
    text: String,
    is_changed: bool,
    is_hidden: bool,
    notices: Vec<Notice>,
}

pub fn variables(app: App, l: Lang, request: &Request) -> View {
    let remaining = app.form.constants.with_untracked(|constants| {
        let constants = constants.ready();
        constants.cloned().unwrap_or_default()
    });
    let lines = lines(app, l, request, &remaining);
    let count = lines.len();
    let changed = lines.iter().filter(|line| line.is_changed).count();
    let left_out: Vec<&str> = remaining
        .on_form()
        .iter()
        .map(|own| own.key.as_str())
        .filter(|key| !request.constants.contains_key(*key))
        .collect();
    let what_is_sent = match (left_out.len(), count) {
        (0, 0) => None,
        (0, _) => Some(l.all_sent().to_owned()),
        (left_out, _) => Some(l.variables_left_out(left_out)),
    };
    let which = match left_out.len() {
        1..=NAMED => Some(el("p").child(el("code").child(left_out.join(" ")))),
        _ => None,
    };
    let heading = format!("{} — {}", l.parameters(), l.variables_sent(count, changed));
    let table = (count > 0).then(|| paged(l, lines));
    [
        View::from(el("h3").child(heading)),
        what_is_sent.map(|words| muted(&words)).into(),
        which.into(),
        table.into(),
    ]
    .into_iter()
    .collect()
}

fn lines(app: App, l: Lang, request: &Request, remaining: &Remaining) -> Vec<Line> {
    let passwords = app.form.password_keys();
    // What conditions look at: the values that the run will have.
    let in_run = |key: &str| {
        let default = || Some(remaining.get(key)?.default.clone());
        request.constants.get(key).cloned().or_else(default)
    };
    // What fell away with its steps is not there when the run looks for it, nor is
    // what only the request names.
    let is_key = |key: &str| remaining.get(key).is_some();
    let line = |(key, value): (&String, &Value)| {
        let constant = remaining.get(key);
        let own = Map::from_iter([(key.clone(), value.clone())]);
        let safe = masked(&Value::Object(own), &passwords);
        let text = value_text(l, &safe[key]);
        let is_changed = constant.is_none_or(|constant| is_changed(constant, value));
        // What the template itself says is for its author to see to.
        let mut notices = match is_changed {
            true => of_value(constant, value, &safe[key], &is_key),
            false => Vec::new(),
        };
        if constant.is_none() {
            let flow = app.form.flow.read_untracked();
            notices.extend(
                flow.ready()
                    .and_then(|flow| of_key(key, &flow.template.constants)),
            );
        }
        Line {
            key: key.clone(),
            name: constant.map(|own| own.name.clone()).unwrap_or_default(),
            notices,
            text,
            is_changed,
            is_hidden: constant.is_some_and(|constant| constant.is_hidden_by(&in_run)),
        }
    };
    let sent = request.constants.iter().map(line);
    let (mut changed, unchanged): (Vec<Line>, Vec<Line>) = sent.partition(|line| line.is_changed);
    changed.extend(unchanged);
    changed
}

fn paged(l: Lang, lines: Vec<Line>) -> View {
    let all = lines.len();
    let drawn = RwSignal::new(ROWS.min(all));
    let rows = keyed(
        move || lines[..drawn.get()].to_vec(),
        |line| line.key.clone(),
        move |line| row(l, &line),
    );
    let more = move || {
        let rest = all - drawn.get();
        (rest > 0).then(|| {
            let more = move || drawn.update(|drawn| *drawn = (*drawn + ROWS).min(all));
            button("quiet", &l.more_variables(rest), more)
        })
    };
    let heads = [l.variable(), l.value(), l.against_template()];
    [
        View::from(table(l.parameters(), &heads, rows)),
        el("div").live(more).into(),
    ]
    .into_iter()
    .collect()
}

fn row(l: Lang, line: &Line) -> El {
    let state = match line.is_changed {
        true => l.changed(),
        false => l.unchanged(),
    };
    let remarks = line.notices.iter().map(|found| remark(l, found));
    let remarks: Vec<El> = remarks.collect();
    let hidden = line.is_hidden.then(|| muted(l.hidden_by_condition()));
    el("tr")
        .class(if line.is_changed { "changed" } else { "" })
        .child(
            row_head(&line.name)
                .child(" ")
                .child(el("code").class("key").child(line.key.as_str())),
        )
        .child(
            el("td")
                .child(el("pre").child(line.text.as_str()))
                .child(remarks),
        )
        .child(el("td").child(state).child(hidden))
}

/// A text as itself, an empty one in words, everything else as JSON, so that
/// "", 0, false and null cannot be taken for each other.
pub fn value_text(l: Lang, value: &Value) -> String {
    match value {
        Value::String(text) if text.is_empty() => l.empty_text().to_owned(),
        other => crate::api::envelope::shown(other),
    }
}
