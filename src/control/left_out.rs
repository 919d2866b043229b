//! In the place of a control whose variable is left out of the request.

use leptos::prelude::*;

use super::Parts;
use crate::browser::page::focus_soon;
use crate::model::constant::Edit;
use crate::ui::dom::{El, el};
use crate::ui::field::button;

pub fn left_out(parts: Parts) -> El {
    let Parts {
        l,
        id,
        edit,
        on_change,
        ..
    } = parts;
    let own = id.clone();
    let send = move || {
        if let Edit::NotSent(before) = edit.get_untracked() {
            on_change.try_run(*before);
            focus_soon(own.as_str());
        }
    };
    el("p")
        .class("left-out")
        .id(&id)
        .attr("tabindex", "-1")
        .child(el("span").child(l.left_out_hint()))
        .child(button("quiet", l.send_it(), send))
}
