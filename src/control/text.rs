//! Kinds that are typed as text: on one line, or on several.

use leptos::prelude::*;

use super::Parts;
use super::password::masked;
use crate::model::Kind;
use crate::model::constant::Edit;
use crate::ui::dom::{El, View, el};

pub fn line(parts: Parts) -> El {
    let (placeholder, class) = match parts.constant.kind {
        Kind::Integer => ("0", "mono"),
        Kind::Date => ("YYYY-MM-DD", "mono"),
        Kind::Time => ("HH:MM:SS", "mono"),
        Kind::DateTime => ("YYYY-MM-DD HH:MM:SS", "mono"),
        _ => ("", ""),
    };
    let input = el("input")
        .attr("type", "text")
        .class(class)
        .attr("placeholder", placeholder);
    typed(parts, input)
}

pub fn area(parts: Parts) -> View {
    let (l, secret) = (parts.l, parts.constant.secret());
    let area = typed(parts, el("textarea").attr("rows", "4"));
    match secret {
        true => masked(l, Signal::stored(true), area).into(),
        false => area.into(),
    }
}

fn typed(parts: Parts, input: El) -> El {
    let on_change = parts.on_change;
    parts
        .text_box(input)
        .live_value(parts.shown_text(parts.constant.default_text()))
        .on_text("input", move |text| {
            let _ = on_change.try_run(Edit::Text(text));
        })
}
