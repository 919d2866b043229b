//! Any value as its JSON text: for kinds without a control of their own, and
//! for every kind on request.

use std::collections::HashSet;

use leptos::prelude::*;

use super::Parts;
use super::password::masked;
use crate::form::draft::is_secret;
use crate::model::Kind;
use crate::model::constant::{Edit, differences, parse_json};
use crate::model::request::pretty;
use crate::text::problem::shape as shape_words;
use crate::ui::dom::{View, el};
use crate::ui::field::{muted, notice};

pub fn json(parts: Parts) -> View {
    let is_own = parts.constant.kind == Kind::Json;
    let on_change = parts.on_change;
    let default = pretty(&parts.constant.default);
    let area = parts
        .text_box(el("textarea").class("mono").attr("rows", "5"))
        .live_value(parts.shown_text(default))
        .on_text("input", move |text| {
            on_change.try_run(if is_own {
                Edit::Text(text)
            } else {
                Edit::Json(text)
            });
        });
    let is_masked = Memo::new({
        let is_always = parts.is_secret || parts.constant.holds_a_secret();
        let (edit, passwords) = (parts.edit, parts.constant.password_keys());
        let passwords: HashSet<String> = passwords.into_iter().collect();
        move |_| is_always || edit.with(|edit| is_secret("", edit, &passwords))
    });
    let area = masked(parts.l, is_masked.into(), area);
    let (l, edit, constant) = (parts.l, parts.edit, parts.constant.clone());
    let remark = move || {
        let value = edit.with(|edit| match edit {
            Edit::Json(text) | Edit::Text(text) => parse_json(text).ok(),
            _ => None,
        })?;
        let found = differences(&value, &constant.default);
        (!found.is_empty()).then(|| notice(&shape_words(l, &found)))
    };
    let has_shape = parts.constant.default.is_object() || parts.constant.default.is_array();
    let remark = has_shape.then(|| el("div").attr("role", "status").live(remark));
    let hint = muted(&l.json_of(&parts.constant.type_name));
    [area, hint].into_iter().chain(remark).collect()
}
