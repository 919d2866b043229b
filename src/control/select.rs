//! Options of the template: one of them as a list box, several as checkboxes.

use std::rc::Rc;

use leptos::prelude::*;
use serde_json::Value;

use super::Parts;
use crate::api::envelope::shown;
use crate::model::constant::Edit;
use crate::model::value::same;
use crate::model::{Choice, Select};
use crate::text::Lang;
use crate::text::part::option_name;
use crate::ui::dom::{El, View, el, live};

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

/// Draws a choice of the options, and of the values that are none and yet are the
/// default or were picked: they stay, and can be taken out or returned to. A pick
/// may come from elsewhere at any time, as of a draft, and is drawn then.
pub fn with_strays(
    parts: Parts,
    select: &Select,
    draw: fn(&Parts, &Select, Rc<Select>) -> El,
) -> View {
    let (select, edit) = (select.clone(), parts.edit);
    let strays = Memo::new({
        let (select, default) = (select.clone(), select.strays(&parts.constant.default));
        move |before: Option<&Vec<Value>>| {
            let mut strays = before.unwrap_or(&default).clone();
            if let Edit::Picked(values) = &*edit.read() {
                for value in values {
                    if select.position(value).is_none() && !strays.contains(value) {
                        strays.push(value.clone());
                    }
                }
            }
            strays
        }
    });
    live(move || {
        let mut all = select.clone();
        for value in strays.get() {
            // Of a number and its text one is enough.
            if all.position(&value).is_none() {
                all.options.push(stray(parts.l, value));
            }
        }
        draw(&parts, &select, Rc::new(all))
    })
}

fn stray(l: Lang, value: Value) -> Choice {
    let text = shown(&value);
    let label = match text.is_empty() {
        true => l.choose().to_owned(),
        false => l.not_an_option(&text),
    };
    Choice {
        label,
        value,
        depth: 0,
    }
}

/// What choosing one of them means: a stray default is what nobody touched.
pub fn choosing(parts: &Parts, select: &Select, value: &Value) -> Edit {
    match select.position(value) {
        None if same(value, &parts.constant.default) => Edit::Untouched,
        _ => Edit::Picked(vec![value.clone()]),
    }
}

/// The position of the chosen option; of none the one behind the last.
pub fn position(select: &Select, chosen: Option<&Value>) -> usize {
    let at = chosen.and_then(|value| select.position(value));
    at.unwrap_or(select.options.len())
}

pub fn one(parts: &Parts, select: &Select, all: Rc<Select>) -> El {
    let (l, on_change, on_leave) = (parts.l, parts.on_change, parts.on_leave);
    let entry = |(at, option): (usize, &Choice)| {
        el("option")
            .attr("value", &at.to_string())
            .child(label(l, option))
    };
    let mut entries: Vec<El> = all.options.iter().enumerate().map(entry).collect();
    // What is none of them stands before them.
    entries.rotate_left(select.options.len());
    let edits = all.options.iter();
    let edits: Vec<Edit> = edits
        .map(|option| choosing(parts, select, &option.value))
        .collect();
    let picked = picked(parts, select);
    parts
        .required(parts.described(el("select")))
        .invalid(parts.error)
        .child(entries)
        .live_value(move || position(&all, picked().first()).to_string())
        .on_text("input", move |at| {
            let edit = at.parse().ok().and_then(|at: usize| edits.get(at));
            on_change.try_run(edit.cloned().unwrap_or_default());
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

pub fn many(parts: &Parts, select: &Select, all: Rc<Select>) -> El {
    let picked = picked(parts, select);
    let boxes: Vec<El> = (0..all.options.len())
        .map(|at| checkbox(parts, all.clone(), at, picked.clone()))
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
