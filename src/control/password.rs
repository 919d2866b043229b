//! Secrets: masked, shown on demand, never filled in by the browser.

use leptos::prelude::*;

use super::Parts;
use crate::model::constant::Edit;
use crate::text::Lang;
use crate::ui::dom::{El, View, el};
use crate::ui::field::{button, muted};

pub fn password(parts: Parts) -> View {
    let is_shown = RwSignal::new(false);
    let on_change = parts.on_change;
    let input = parts
        .text_box(el("input"))
        // Keeps password managers from filling in somebody's login.
        .attr("autocomplete", "new-password")
        .live_attr("type", move || {
            Some(if is_shown.get() { "text" } else { "password" }.to_owned())
        })
        .live_value(parts.shown_text(parts.constant.default_text()))
        .on_text("input", move |text| {
            let _ = on_change.try_run(Edit::Text(text));
        });
    let show = show_button(parts.l, is_shown);
    [
        el("div").class("with-button").child(input).child(show),
        muted(parts.l.secret_hint()),
    ]
    .into_iter()
    .collect()
}

/// A text box of several lines, masked while what it holds is a secret.
pub fn masked(l: Lang, is_secret: Signal<bool>, area: El) -> El {
    let is_shown = RwSignal::new(false);
    let area = area.class_if("masked", move || is_secret.get() && !is_shown.get());
    let show = show_button(l, is_shown).flag("hidden", move || !is_secret.get());
    el("div").class("with-button").child(area).child(show)
}

fn show_button(l: Lang, is_shown: RwSignal<bool>) -> El {
    button("quiet", l.show_secret(), move || {
        is_shown.update(|shown| *shown = !*shown)
    })
    .live_attr("aria-pressed", move || Some(is_shown.get().to_string()))
}
