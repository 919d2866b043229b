//! A labelled control with its hint, its error and remarks, tied together by
//! ids so that a screen reader tells them with the control.

use leptos::prelude::{Get, Signal};

use super::dom::{El, View, el, live};
use super::icon::{Icon, icon};

pub struct FieldParts<'a> {
    /// The id of the control; hint and error get ids made from it.
    pub id: &'a str,
    pub label: &'a str,
    /// Said behind the label, such as the key of a variable.
    pub aside: View,
    pub hint: &'a str,
    pub error: Signal<Option<String>>,
    pub control: View,
    /// Stands below the control: remarks, counters, buttons.
    pub below: View,
}

pub fn hint_id(id: &str) -> String {
    format!("{id}-hint")
}

pub fn error_id(id: &str) -> String {
    format!("{id}-error")
}

pub fn label_id(id: &str) -> String {
    format!("{id}-label")
}

/// `aria-describedby` of a control in a field: its error first.
pub fn described_by(id: &str) -> String {
    format!("{} {}", error_id(id), hint_id(id))
}

pub fn field(parts: FieldParts<'_>) -> El {
    let FieldParts {
        id,
        label,
        aside,
        hint,
        error,
        control,
        below,
    } = parts;
    el("div")
        .class("field")
        .class_if("invalid", move || error.get().is_some())
        .child(
            el("div")
                .class("field-head")
                .child(el("label").attr("for", id).id(&label_id(id)).child(label))
                .child(aside),
        )
        .child(el("p").class("hint").id(&hint_id(id)).child(hint))
        .child(control)
        .child(error_line(id, error))
        .child(below)
}

/// The error's place is always in the document: the control refers to it.
pub fn error_line(id: &str, error: Signal<Option<String>>) -> El {
    el("p")
        .class("error")
        .id(&error_id(id))
        .child(live(move || {
            error.get().map(|text| with_icon(Icon::Alert, &text))
        }))
}

/// Words behind an icon.
pub fn with_icon(mark: Icon, words: &str) -> View {
    [View::from(icon(mark)), View::from(el("span").child(words))]
        .into_iter()
        .collect()
}

/// A remark that forbids nothing.
pub fn notice(words: &str) -> El {
    el("p").class("notice").child(with_icon(Icon::Info, words))
}

/// What has gone wrong, or is about to.
pub fn bad(words: &str) -> El {
    el("p").class("bad").child(with_icon(Icon::Alert, words))
}

pub fn muted(words: &str) -> El {
    el("p").class("muted").child(words)
}

/// A button; `class` says how much it wants to be pressed.
pub fn button(class: &str, words: &str, on_click: impl FnMut() + 'static) -> El {
    el("button")
        .attr("type", "button")
        .class(class)
        .child(words)
        .on_click(on_click)
}

pub fn icon_button(class: &str, mark: Icon, words: &str, on_click: impl FnMut() + 'static) -> El {
    el("button")
        .attr("type", "button")
        .class(class)
        .child(with_icon(mark, words))
        .on_click(on_click)
}

/// A region whose changes a screen reader tells.
pub fn status(tag: &'static str) -> El {
    el(tag).attr("role", "status")
}

/// A term and what is said of it.
pub fn pair(term: &str, text: impl Into<View>) -> View {
    [el("dt").child(term), el("dd").child(text)]
        .into_iter()
        .collect()
}

/// A link that opens beside the page, and says so.
pub fn new_tab(url: &str, words: &str, opens_new_tab: &str) -> El {
    el("a")
        .attr("href", url)
        .attr("target", "_blank")
        .attr("rel", "noopener noreferrer")
        .child(words)
        .child(el("span").attr("aria-hidden", "true").child(" ↗"))
        .child(el("span").class("visually-hidden").child(opens_new_tab))
}
