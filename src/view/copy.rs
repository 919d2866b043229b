//! A button that copies a text and says so; where the browser refuses, the
//! text itself appears, selected, to be copied by hand.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::HtmlTextAreaElement;

use crate::browser::clipboard;
use crate::text::Lang;
use crate::ui::dom::{El, el, live};
use crate::ui::field::{icon_button, status};
use crate::ui::icon::Icon;

#[derive(Clone, Copy, PartialEq)]
enum State {
    Idle,
    Copied,
    ByHand,
}

pub fn copy_button(l: Lang, label: &'static str, text: Signal<String>) -> El {
    let state = RwSignal::new(State::Idle);
    let on_click = move || {
        let text = text.get_untracked();
        spawn_local(async move {
            let copied = clipboard::copy(&text).await;
            state.try_set(if copied { State::Copied } else { State::ByHand });
        });
    };
    let words = move || match state.get() {
        State::Idle => "",
        State::Copied => l.copied(),
        State::ByHand => l.copy_by_hand(),
    };
    el("span")
        .class("copy")
        .child(icon_button("quiet", Icon::Copy, label, on_click))
        .child(status("span").live_text(move || words().to_owned()))
        .child(live(move || {
            (state.get() == State::ByHand).then(|| by_hand(label, &text.get()))
        }))
}

fn by_hand(label: &str, text: &str) -> El {
    let area = el("textarea")
        .class("by-hand")
        .attr("readonly", "")
        .attr("rows", "3")
        .attr("aria-label", label)
        .child(text);
    let element: HtmlTextAreaElement = area.cast();
    request_animation_frame(move || {
        // It may be gone again by now, which `select` does not mind.
        let _ = element.focus();
        element.select();
    });
    area
}
