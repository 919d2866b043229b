//! Options of the template: one of them as a list box, several as checkboxes.

use std::rc::Rc;

use leptos::prelude::*;
use serde_json::Value;

use super::Parts;
use crate::api::envelope::shown;
use crate::model::constant::Edit;
use crate::model::value::same;
use crate::model::{Choice, Select};
use crate::ui::dom::{El, el};
use crate::ui::field::described_by;

/// The values that are picked now, the default's while untouched.
fn picked(parts: &Parts) -> Rc<dyn Fn() -> Vec<Value>> {
    let (edit, default) = (parts.edit.clone(), parts.constant.default.clone());
    Rc::new(move || {
        edit.with(|edit| match (edit, &default) {
            (Edit::Picked(values), _) => values.clone(),
            (_, Value::Array(values)) => values.clone(),
            (_, value) => vec![value.clone()],
        })
    })
}

/// Position of a value among the options; the one behind the last stands for
/// a default that is none of them.
fn position(options: &[Choice], value: Option<&Value>) -> usize {
    value
        .and_then(|value| options.iter().position(|option| same(&option.value, value)))
        .unwrap_or(options.len())
}

pub fn one(parts: Parts, select: &Select) -> El {
    let (l, on_change, on_leave) = (parts.l, parts.on_change, parts.on_leave);
    let options = select.options.clone();
    let default = &parts.constant.default;
    let stray = (position(&options, Some(default)) == options.len()).then(|| {
        let text = shown(default);
        let label = if text.is_empty() {
            l.choose().to_owned()
        } else {
            l.not_an_option(&text)
        };
        el("option")
            .attr("value", &options.len().to_string())
            .child(label)
    });
    let entries: Vec<El> = options
        .iter()
        .enumerate()
        .map(|(at, option)| {
            el("option")
                .attr("value", &at.to_string())
                .child(label(option))
        })
        .collect();
    let picked = picked(&parts);
    let listed = options.clone();
    el("select")
        .id(&parts.id)
        .attr("aria-describedby", &described_by(&parts.id))
        .invalid(parts.error)
        .child(stray)
        .child(entries)
        .live_value(move || position(&listed, picked().first()).to_string())
        .on_text("input", move |at| {
            let option = at.parse().ok().and_then(|at: usize| options.get(at));
            on_change.try_run(match option {
                Some(option) => Edit::Picked(vec![option.value.clone()]),
                None => Edit::Untouched,
            });
        })
        .on("blur", move |_| {
            let _ = on_leave.try_run(());
        })
}

/// The text of an option, with its value where that says something else.
fn label(option: &Choice) -> String {
    let value = shown(&option.value);
    if option.label == value || value.is_empty() {
        option.label.clone()
    } else {
        format!("{} ({value})", option.label)
    }
}

pub fn many(parts: Parts, select: &Select) -> El {
    let (l, id, error) = (parts.l, parts.id.as_str(), parts.error);
    let picked = picked(&parts);
    // Values of the default that are no options stay, and can be taken out.
    let strays = match &parts.constant.default {
        Value::Array(values) => values.as_slice(),
        _ => &[],
    };
    let strays = strays
        .iter()
        .filter(|value| position(&select.options, Some(value)) == select.options.len())
        .map(|value| Choice {
            label: l.not_an_option(&shown(value)),
            value: value.clone(),
        });
    let all: Rc<Vec<Choice>> = Rc::new(select.options.iter().cloned().chain(strays).collect());
    let boxes: Vec<El> = (0..all.len())
        .map(|at| checkbox(&parts, all.clone(), at, picked.clone()))
        .collect();
    el("div")
        .class("checks")
        .id(id)
        .attr("role", "group")
        .attr("tabindex", "-1")
        .attr("aria-labelledby", &format!("{id}-label"))
        .attr("aria-describedby", &described_by(id))
        .class_if("invalid", move || error.get().is_some())
        .child(boxes)
}

fn checkbox(
    parts: &Parts,
    all: Rc<Vec<Choice>>,
    at: usize,
    picked: Rc<dyn Fn() -> Vec<Value>>,
) -> El {
    let (on_change, on_leave) = (parts.on_change, parts.on_leave);
    let words = label(&all[at]);
    let value = all[at].value.clone();
    let now = picked.clone();
    let input = el("input")
        .attr("type", "checkbox")
        .live_checked(move || picked().iter().any(|other| same(other, &value)))
        .on_check(move |checked| {
            let now = untrack(|| now());
            let is_on = |(other, choice): &(usize, &Choice)| match *other == at {
                true => checked,
                false => now.iter().any(|value| same(value, &choice.value)),
            };
            let values = all
                .iter()
                .enumerate()
                .filter(is_on)
                .map(|(_, c)| c.value.clone());
            on_change.try_run(Edit::Picked(values.collect()));
        })
        .on("blur", move |_| {
            let _ = on_leave.try_run(());
        });
    el("label")
        .class("check")
        .child(input)
        .child(el("span").class("check-label").child(words))
}
