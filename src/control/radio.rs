//! One of a few options, as radio buttons.

use std::rc::Rc;

use leptos::prelude::*;

use super::Parts;
use super::select::{choosing, label, picked, position};
use crate::api::envelope::shown;
use crate::model::Select;
use crate::model::constant::Edit;
use crate::ui::dom::{El, el};

pub fn radios(parts: &Parts, select: &Select, all: Rc<Select>) -> El {
    let (l, on_change, on_leave) = (parts.l, parts.on_change, parts.on_leave);
    let count = select.options.len();
    let entries = all.options.iter().enumerate();
    // Nothing at all is no radio.
    let entries = entries.filter(|(at, own)| *at < count || !shown(&own.value).is_empty());
    let entries = entries.map(|(at, own)| {
        let edit = choosing(parts, select, &own.value);
        (at, (label(l, own), edit))
    });
    let entries: Vec<(usize, (String, Edit))> = entries.collect();
    let picked = picked(parts, select);
    let radio = |(at, (words, edit)): (usize, (String, Edit))| {
        let (select, picked) = (all.clone(), picked.clone());
        let input = el("input")
            .attr("type", "radio")
            .attr("name", &parts.id)
            .live_checked(move || position(&select, picked().first()) == at)
            .on_check(move |_| {
                let _ = on_change.try_run(edit.clone());
            })
            .on("blur", move |_| {
                let _ = on_leave.try_run(());
            });
        el("label")
            .class("check")
            .child(input)
            .child(el("span").class("check-label").child(words))
    };
    let entries: Vec<El> = entries.into_iter().map(radio).collect();
    parts
        .composed(el("div").class("checks radios").attr("role", "radiogroup"))
        .child(entries)
}
