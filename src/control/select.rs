//! Options of the template: one of them as a list box, several as checkboxes.

use std::rc::Rc;

use leptos::prelude::*;
use serde_json::Value;

use super::Parts;
use crate::api::envelope::shown;
use crate::model::constant::Edit;
use crate::model::{Choice, Select};
use crate::text::Lang;
use crate::text::part::option_name;
use crate::ui::dom::{El, el};

/// The values that are picked now, the default's while untouched.
pub fn picked(parts: &Parts, select: &Select) -> Rc<dyn Fn() -> Vec<Value>> {
    let (edit, default) = (parts.edit, select.chosen(&parts.constant.default));
    Rc::new(move || {
        edit.with(|edit| match edit {
            Edit::Picked(values) => values.clone(),
            _ => default.clone(),
        })
    })
}

/// The values of the default and those picked now that are no options.
fn strays(parts: &Parts, select: &Select) -> Vec<Value> {
    let mut strays = select.strays(&parts.constant.default);
    let now = untrack(|| parts.edit.get());
    if let Edit::Picked(values) = now {
        let others = values.into_iter();
        let others = others.filter(|value| select.position(value).is_none());
        for other in others {
            if !strays.contains(&other) {
                strays.push(other);
            }
        }
    }
    strays
}

/// The position of the chosen option; the one behind the last stands for a
/// default that is none of them.
pub fn position(select: &Select, chosen: Option<&Value>) -> usize {
    let at = chosen.and_then(|value| select.position(value));
    at.unwrap_or(select.options.len())
}

pub fn one(parts: Parts, select: &Select) -> El {
    let (l, on_change, on_leave) = (parts.l, parts.on_change, parts.on_leave);
    let Select { options, .. } = select;
    let stray = strays(&parts, select).pop().map(|stray| {
        let text = shown(&stray);
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
                .child(label(l, option))
        })
        .collect();
    let picked = picked(&parts, select);
    let (listed, options) = (select.clone(), options.clone());
    parts
        .required(parts.described(el("select")))
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
pub fn label(l: Lang, option: &Choice) -> String {
    if let (true, Value::Array(items)) = (option.label.is_empty(), &option.value)
        && let [item] = items.as_slice()
    {
        return option_name(l, &shown(item)).to_owned();
    }
    let value = shown(&option.value);
    if option.label.is_empty() {
        return option_name(l, &value).to_owned();
    }
    let says_it = option.label == value || option.label == l.not_an_option(&value);
    if says_it || value.trim().is_empty() || option.value.is_array() {
        option.label.clone()
    } else {
        format!("{} ({value})", option.label)
    }
}

pub fn many(parts: Parts, select: &Select) -> El {
    let l = parts.l;
    let picked = picked(&parts, select);
    // Values that are no options stay, and can be taken out.
    let strays = strays(&parts, select).into_iter().map(|value| Choice {
        label: l.not_an_option(&shown(&value)),
        value,
        depth: 0,
    });
    let all = Rc::new(Select {
        options: select.options.iter().cloned().chain(strays).collect(),
        multiple: true,
        radios: false,
    });
    let boxes: Vec<El> = (0..all.options.len())
        .map(|at| checkbox(&parts, all.clone(), at, picked.clone()))
        .collect();
    let is_tree = all.options.iter().any(|option| option.depth > 0);
    let class = if is_tree { "tree" } else { "checks" };
    parts
        .composed(el("div").class(class).attr("role", "group"))
        .child(boxes)
}

fn checkbox(parts: &Parts, all: Rc<Select>, at: usize, picked: Rc<dyn Fn() -> Vec<Value>>) -> El {
    let (on_change, on_leave) = (parts.on_change, parts.on_leave);
    let (depth, words) = (all.options[at].depth, label(parts.l, &all.options[at]));
    let above = above(&all.options[..at], depth);
    let own_words = words.strip_prefix(&above).unwrap_or(&words);
    // What is above it is to be seen there, and has to be said.
    let above = (!above.is_empty()).then(|| el("span").class("visually-hidden").child(above));
    let text = el("span")
        .class("check-label")
        .child(above)
        .child(own_words);
    let (own, now) = (all.clone(), picked.clone());
    let is_picked =
        move |at: usize, values: &[Value]| values.iter().any(|v| own.position(v) == Some(at));
    let is_on = is_picked.clone();
    let input = el("input")
        .attr("type", "checkbox")
        .live_checked(move || is_on(at, &picked()))
        .on_check(move |checked| {
            let now = untrack(|| now());
            let values = all.options.iter().enumerate();
            let values = values.filter(|(other, _)| match *other == at {
                true => checked,
                false => is_picked(*other, &now),
            });
            let values = values.map(|(_, choice)| choice.value.clone());
            on_change.try_run(Edit::Picked(values.collect()));
        })
        .on("blur", move |_| {
            let _ = on_leave.try_run(());
        });
    let own = el("label").class("check").child(input).child(text);
    (0..depth).fold(own, |own, _| el("div").class("branch").child(own))
}

/// The names above an option of a tree, as they begin its label.
fn above(before: &[Choice], depth: usize) -> String {
    if depth == 0 {
        return String::new();
    }
    let parent = before.iter().rfind(|other| other.depth < depth);
    parent.map_or_else(String::new, |parent| [&parent.label, " / "].concat())
}
