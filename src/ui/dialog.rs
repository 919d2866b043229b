//! A modal dialog on the browser's own `<dialog>`: focus stays inside, and
//! returns to where it was.

use leptos::prelude::{Get, GetUntracked, Signal};
use web_sys::{Element, HtmlDialogElement};

use super::dom::{El, View, effect, el};
use crate::browser::frame::may_take_focus;
use crate::browser::page::{self, document};
use crate::browser::property;

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
            show_modal(&closed);
        }
    });
    effect(move || match (open.get(), element.open()) {
        // A dialog opens only in the document, where it comes to stand after
        // this first run.
        (true, false) if property::get(&element, "isConnected").is_truthy() => show_modal(&element),
        (true, false) => {
            let element = element.clone();
            leptos::prelude::request_animation_frame(move || show_modal(&element));
        }
        (false, true) => {
            element.close();
            // Opened by a reload it has no place to return to, or that one is gone.
            page::after_paint(|| {
                if used().is_none() {
                    page::focus_page();
                }
            });
        }
        _ => {}
    });
    dialog
}

/// Where the focus is, if anywhere.
fn used() -> Option<Element> {
    let used = document()?.active_element();
    used.filter(|element| element.tag_name() != "BODY")
}

/// In a frame without the focus it opens without taking it. `--at` is where it
/// has to begin to end with what was used last: in a frame as high as its
/// content only that is sure to be in sight.
fn show_modal(dialog: &HtmlDialogElement) {
    let end = used().map(|element| element.get_bounding_client_rect().bottom() as i32);
    // What is inert is not focused, and an open dialog without it is as modal.
    let takes_focus = may_take_focus();
    // Each of these fails for a malformed name, or where the dialog is open.
    if !takes_focus {
        let _ = dialog.set_attribute("inert", "");
    }
    let _ = dialog.show_modal();
    let _ = dialog.remove_attribute("inert");
    let top = (end.unwrap_or_default() - dialog.offset_height()).max(12);
    let _ = dialog.style().set_property("--at", &format!("{top}px"));
}
