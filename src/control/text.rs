//! Kinds that are typed as text: on one line, or on several.

use leptos::prelude::*;

use super::Parts;
use super::password::masked;
use crate::model::Kind;
use crate::model::constant::Edit;
use crate::ui::dom::{El, View, el};
use crate::ui::field::{muted, notice};

pub fn line(parts: Parts) -> El {
    let (placeholder, class) = match parts.constant.kind {
        // No number as an example: an empty box must not look like a 0.
        Kind::Integer => (None, "mono"),
        Kind::Date => (Some("YYYY-MM-DD"), "mono"),
        Kind::Time => (Some("HH:MM:SS"), "mono"),
        Kind::DateTime => (Some("YYYY-MM-DD HH:MM:SS"), "mono"),
        Kind::Users => (Some(parts.l.users_hint()), ""),
        // Not an empty one: it would be drawn, and styled again for each key.
        _ => (None, ""),
    };
    let input = el("input")
        .attr("type", "text")
        .class(class)
        .attr_if("placeholder", placeholder);
    typed(parts, input)
}

/// Names of users, with a remark where something else than a comma stands
/// between them: the backend splits at commas alone.
pub fn users(parts: Parts) -> View {
    let l = parts.l;
    let shown = parts.shown_text(parts.constant.default_text());
    let remark = move || {
        let is_odd = shown().trim().contains(['，', ';', '；', '、', ' ']);
        is_odd.then(|| notice(l.users_separator()))
    };
    let remark = el("div").attr("role", "status").live(remark);
    [line(parts), remark].into_iter().collect()
}

pub fn area(parts: Parts) -> View {
    let (l, constant, is_secret) = (parts.l, parts.constant.clone(), parts.is_secret);
    let (rows, class, hint) = match constant.kind {
        Kind::Code => ("10", "mono code", None),
        Kind::List { .. } => ("3", "mono", Some(muted(l.list_hint()))),
        _ => ("4", "", None),
    };
    let area = el("textarea").attr("rows", rows).class(class);
    let area = typed(parts, area);
    let area = match is_secret {
        true => masked(l, Signal::stored(true), area),
        false => area,
    };
    [area.into(), View::from(hint)].into_iter().collect()
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
