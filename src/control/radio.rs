//! One of a few options, as radio buttons.

use leptos::prelude::*;

use super::Parts;
use super::select::{label, picked, position};
use crate::api::envelope::shown;
use crate::model::constant::Edit;
use crate::model::{Choice, Select};
use crate::ui::dom::{El, el};

pub fn radios(parts: Parts, select: &Select) -> El {
    let (l, on_change, on_leave) = (parts.l, parts.on_change, parts.on_leave);
    // A default that is no option stays, and can be returned to.
    let strays = select.strays(&parts.constant.default).into_iter();
    let strays = strays.filter(|value| !shown(value).is_empty());
    let strays = strays.map(|value| (l.not_an_option(&shown(&value)), Edit::Untouched));
    let option = |choice: &Choice| {
        let edit = Edit::Picked(vec![choice.value.clone()]);
        (label(l, choice), edit)
    };
    let entries = select.options.iter().map(option).chain(strays).enumerate();
    let picked = picked(&parts, select);
    let radio = |(at, (words, edit)): (usize, (String, Edit))| {
        let (select, picked) = (select.clone(), picked.clone());
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
    let entries: Vec<El> = entries.map(radio).collect();
    parts
        .composed(el("div").class("checks radios").attr("role", "radiogroup"))
        .child(entries)
}
