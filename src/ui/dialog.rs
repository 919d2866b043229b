//! A modal dialog on the browser's own `<dialog>`: focus stays inside, and
//! returns to where it was.

use leptos::prelude::{Get, GetUntracked, Signal};
use web_sys::HtmlDialogElement;

use super::dom::{El, View, effect, el};

/// Opens while `open` holds. `on_cancel` is told of the Escape key; whether
/// the dialog then closes is for `open` to say.
pub fn dialog(id: &str, open: Signal<bool>, on_cancel: impl Fn() + 'static, content: View) -> El {
    let dialog = el("dialog")
        .class("dialog")
        .attr("aria-labelledby", &format!("{id}-title"))
        .child(content)
        .on("cancel", move |event| {
            event.prevent_default();
            on_cancel();
        });
    let element: HtmlDialogElement = dialog.cast();
    // A second Escape closes it whatever the first was answered.
    let closed = element.clone();
    let dialog = dialog.on("close", move |_| {
        if open.get_untracked() && !closed.open() {
            let _ = closed.show_modal();
        }
    });
    effect(move || match (open.get(), element.open()) {
        // A dialog opens only in the document, where it comes to stand after
        // this first run.
        (true, false) if element.is_connected() => drop(element.show_modal()),
        (true, false) => {
            let element = element.clone();
            leptos::prelude::request_animation_frame(move || drop(element.show_modal()));
        }
        (false, true) => element.close(),
        _ => {}
    });
    dialog
}
