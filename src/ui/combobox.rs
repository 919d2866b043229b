//! A text box with a list to choose from, by the combobox pattern of the ARIA
//! Authoring Practices: typing searches, arrow keys move, Enter chooses,
//! Escape leaves everything as it was. Of a long list only a part is in the
//! document; it grows as the end comes near, so the last entry is reachable by
//! keyboard and wheel.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, KeyboardEvent};

use super::dom::{El, el, live};
use super::field::{described_by, status};
use super::icon::{Icon, icon};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComboOption {
    pub id: String,
    pub label: String,
    /// Said behind the label, such as an id or an offset.
    pub hint: String,
    /// Why it cannot be chosen; it is listed all the same.
    pub refused: Option<String>,
}

pub struct Combobox {
    pub id: &'static str,
    pub placeholder: &'static str,
    /// What the box shows while nobody types.
    pub shown: Signal<String>,
    pub chosen: Signal<String>,
    /// The entries that fit what was typed; all of them for an empty text.
    pub search: Callback<String, Vec<ComboOption>>,
    pub on_choose: Callback<String>,
    /// A line in place of the list: loading, failed.
    pub remark: Signal<Option<String>>,
    pub none_found: &'static str,
    pub error: Signal<Option<String>>,
    /// Told to screen readers as the list changes: "12 results".
    pub count: Callback<usize, String>,
}

/// Entries in the document at first, and added each time.
const PART: usize = 60;

#[derive(Clone, Copy)]
struct State {
    id: &'static str,
    open: RwSignal<bool>,
    /// What is being typed; `None` while the box shows the choice.
    typed: RwSignal<Option<String>>,
    found: Memo<Vec<ComboOption>>,
    active: RwSignal<usize>,
    limit: RwSignal<usize>,
    chosen: Signal<String>,
    on_choose: Callback<String>,
}

impl State {
    fn close(self) {
        self.open.set(false);
        self.typed.set(None);
        self.limit.set(PART);
    }

    fn open(self) {
        if self.open.get_untracked() {
            return;
        }
        self.open.set(true);
        let chosen = self.chosen.get_untracked();
        let at = self
            .found
            .with_untracked(|found| found.iter().position(|option| option.id == chosen));
        self.move_to(at.unwrap_or(0));
    }

    fn move_to(self, at: usize) {
        self.active.set(at);
        if at + 5 > self.limit.get_untracked() {
            self.limit.set(at + PART);
        }
        let id = self.option_id(at);
        request_animation_frame(move || {
            let option = crate::browser::page::document().and_then(|d| d.get_element_by_id(&id));
            if let Some(option) = option {
                let options = web_sys::ScrollIntoViewOptions::new();
                options.set_block(web_sys::ScrollLogicalPosition::Nearest);
                option.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
    }

    fn step(self, by: isize) {
        let count = self.found.with_untracked(Vec::len);
        if count > 0 {
            let at = self.active.get_untracked() as isize + by;
            self.move_to(at.rem_euclid(count as isize) as usize);
        }
    }

    fn choose(self, at: usize) {
        let option = self.found.with_untracked(|found| found.get(at).cloned());
        if let Some(option) = option.filter(|option| option.refused.is_none()) {
            self.close();
            self.on_choose.run(option.id);
        }
    }

    /// Takes what was typed for the entry that it names, or for the only one
    /// that fits, so that leaving the box by keyboard does not undo it.
    fn settle(self) {
        let Some(typed) = self
            .typed
            .get_untracked()
            .filter(|typed| !typed.trim().is_empty())
        else {
            return self.close();
        };
        let at = self.found.with_untracked(|found| {
            let names = |option: &ComboOption| option.id == typed || option.label == typed;
            let only = (found.len() == 1).then_some(0);
            found.iter().position(names).or(only)
        });
        match at {
            Some(at) => self.choose(at),
            None => self.close(),
        }
        // What cannot be chosen leaves the choice as it was.
        if self.open.get_untracked() {
            self.close();
        }
    }

    fn option_id(self, at: usize) -> String {
        format!("{}-option-{at}", self.id)
    }
}

pub fn combobox(parts: Combobox) -> El {
    let Combobox {
        id,
        placeholder,
        shown,
        chosen,
        search,
        on_choose,
        error,
        count,
        ..
    } = parts;
    let open = RwSignal::new(false);
    let typed = RwSignal::new(None::<String>);
    let found = Memo::new(move |_| {
        if open.get() {
            search.run(typed.get().unwrap_or_default())
        } else {
            Vec::new()
        }
    });
    let state = State {
        id,
        open,
        typed,
        found,
        active: RwSignal::new(0),
        limit: RwSignal::new(PART),
        chosen,
        on_choose,
    };
    let input = el("input")
        .attr("type", "text")
        .id(id)
        .attr("role", "combobox")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("placeholder", placeholder)
        .attr("aria-autocomplete", "list")
        .attr("aria-controls", &format!("{id}-list"))
        .attr("aria-describedby", &described_by(id))
        .invalid(error)
        .live_attr("aria-expanded", move || Some(open.get().to_string()))
        .live_attr("aria-activedescendant", move || {
            let has_active = open.get() && found.with(|found| !found.is_empty());
            has_active.then(|| state.option_id(state.active.get()))
        })
        .live_value(move || typed.get().unwrap_or_else(|| shown.get()))
        .on_text("input", move |text| {
            typed.set(Some(text));
            open.set(true);
            state.limit.set(PART);
            state.move_to(0);
        })
        .on("focus", |event| {
            // What stands in the box is selected, so that typing searches anew.
            if let Some(input) = event
                .target()
                .and_then(|t| t.dyn_into::<HtmlInputElement>().ok())
            {
                input.select();
            }
        })
        .on_click(move || state.open())
        .on("keydown", move |event| on_key(state, event.unchecked_ref()))
        .on("blur", move |_| state.settle());
    el("div")
        .class("combobox")
        .child(input)
        .child(icon(Icon::Chevron))
        .child(popup(state, parts.remark, parts.none_found))
        .child(status("span").class("visually-hidden").live_text(move || {
            if open.get() {
                count.run(found.with(Vec::len))
            } else {
                String::new()
            }
        }))
}

fn on_key(state: State, event: &KeyboardEvent) {
    let is_open = state.open.get_untracked();
    match event.key().as_str() {
        "ArrowDown" | "ArrowUp" if !is_open => state.open(),
        "ArrowDown" => state.step(1),
        "ArrowUp" => state.step(-1),
        "PageDown" if is_open => state.step(10),
        "PageUp" if is_open => state.step(-10),
        "End" if is_open => {
            state.move_to(state.found.with_untracked(Vec::len).saturating_sub(1));
        }
        "Home" if is_open => state.move_to(0),
        // While an input method is composing, Enter belongs to it.
        "Enter" if is_open && !event.is_composing() && !event.ctrl_key() && !event.meta_key() => {
            state.choose(state.active.get_untracked());
        }
        // On its way to the form, which plans what is chosen.
        "Enter" if is_open && !event.is_composing() => return state.settle(),
        "Escape" if is_open => {
            state.close();
            event.stop_propagation();
        }
        _ => return,
    }
    event.prevent_default();
}

fn popup(state: State, remark: Signal<Option<String>>, none_found: &'static str) -> El {
    let line = Memo::new(move |_| {
        let none = state
            .found
            .with(Vec::is_empty)
            .then(|| none_found.to_owned());
        remark.get().or(none)
    });
    let list = el("ul")
        .attr("role", "listbox")
        .id(&format!("{}-list", state.id))
        .attr("tabindex", "-1")
        .attr("aria-labelledby", &format!("{}-label", state.id))
        .flag("hidden", move || state.found.with(Vec::is_empty))
        // Keeps the focus in the box, so that a click is no leaving.
        .on("mousedown", |event| event.prevent_default())
        .child(live(move || {
            let limit = state.limit.get();
            let options: Vec<ComboOption> = state
                .found
                .with(|found| found.iter().take(limit).cloned().collect());
            options
                .into_iter()
                .enumerate()
                .map(|(at, option)| entry(state, at, option))
                .collect::<Vec<El>>()
        }));
    let element: Element = list.element();
    let list = list.on("scroll", move |_| {
        if element.scroll_top() + 2 * element.client_height() > element.scroll_height() {
            let count = state.found.with_untracked(Vec::len);
            if state.limit.get_untracked() < count {
                state.limit.update(|limit| *limit += PART);
            }
        }
    });
    el("div")
        .class("popup")
        .flag("hidden", move || !state.open.get())
        .child(
            el("p")
                .class("remark")
                .flag("hidden", move || line.with(Option::is_none))
                .live_text(move || line.get().unwrap_or_default()),
        )
        .child(list)
}

fn entry(state: State, at: usize, option: ComboOption) -> El {
    let ComboOption {
        id,
        label,
        hint,
        refused,
    } = option;
    let is_chosen = state.chosen.with_untracked(|chosen| *chosen == id);
    el("li")
        .attr("role", "option")
        .id(&state.option_id(at))
        .class(if refused.is_some() { "refused" } else { "" })
        .attr("aria-selected", if is_chosen { "true" } else { "false" })
        .attr_if("aria-disabled", refused.as_ref().map(|_| "true"))
        .flag("data-active", move || state.active.get() == at)
        .child(el("span").class("option-label").child(label))
        .child(el("span").class("option-hint").child(hint))
        .child(refused.map(|reason| el("span").class("option-refused").child(reason)))
        .on_click(move || state.choose(at))
        .on("mousemove", move |_| {
            if state.active.get_untracked() != at {
                state.active.set(at);
            }
        })
}
