//! The fields of a record, and their comparison with what was sent.

use std::collections::HashSet;

use serde_json::Value;

use crate::model::secret::masked;
use crate::model::task::{TaskState, compare, task_state};
use crate::model::{ClockedTask, Request};
use crate::text::Lang;
use crate::text::record::{field_name, state_name};
use crate::time::{Moment, intl, parse_wire};
use crate::ui::dom::{El, View, el};
use crate::ui::field::{pair, with_icon};
use crate::ui::icon::Icon;
use crate::ui::table::{row_head, table};
use crate::view::review::value_text;

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

/// Says that the record is what was sent, or shows every difference.
pub fn comparison(
    l: Lang,
    request: &Request,
    task: &ClockedTask,
    passwords: &HashSet<String>,
) -> El {
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

pub fn fields(l: Lang, task: &ClockedTask, trace_id: Option<&str>, zone: &str) -> El {
    let known = ORDER
        .iter()
        .filter_map(|field| Some((*field, task.fields.get(*field)?)));
    let unknown = task
        .fields
        .iter()
        .map(|(field, value)| (field.as_str(), value))
        .filter(|(field, _)| !ORDER.contains(field));
    let rows: Vec<View> = known
        .chain(unknown)
        .filter(|(field, value)| {
            // Of one that could not start there is no run to wait for.
            *field != "task_id" || !value.is_null() || task.state() != TaskState::StartFailed
        })
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
