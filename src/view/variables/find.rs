//! The search over the variables and the filters beside it, for lists that are
//! not seen at a glance.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

use crate::app::App;
use crate::app::find::{FILTERS, Filter, is_worth_searching, lists_unused, unused};
use crate::browser::page;
use crate::text::Lang;
use crate::ui::dom::{El, el};
use crate::ui::field::status;

/// The id of the search box.
const SEARCH: &str = "find-variable";

fn count(app: App) -> usize {
    app.form.constants.with(|constants| {
        let constants = constants.ready();
        constants.map_or(0, |constants| constants.on_form().len())
    })
}

/// `listed` are the places on the form of what is found.
pub fn find_tools(app: App, l: Lang, listed: Memo<Vec<usize>>) -> El {
    let find = app.find;
    let is_worth = Memo::new(move |_| is_worth_searching(app));
    let words = move || {
        let all = count(app);
        match listed.with(Vec::len) {
            _ if lists_unused(app) => l.variables_unused(unused(app).len()),
            found if found == all => String::new(),
            found => l.variables_found(found, all),
        }
    };
    let search = el("input")
        .attr("type", "search")
        .id(SEARCH)
        .attr("autocomplete", "off")
        .attr("aria-label", l.find_variable())
        .attr("placeholder", l.find_variable())
        .live_value(move || find.text.get())
        .on_text("input", move |text| find.text.set(text));
    let options = FILTERS
        .iter()
        .map(|filter| el("option").child(filter_name(l, *filter)));
    let options: Vec<El> = options.enumerate().map(numbered).collect();
    let filter = el("select")
        .attr("aria-label", l.filter_variables())
        .child(options)
        .live_value(move || {
            let filter = find.filter.get();
            let place = FILTERS.iter().position(|own| *own == filter);
            place.unwrap_or_default().to_string()
        })
        .on_text("change", move |value| {
            let filter = value
                .parse()
                .ok()
                .and_then(|place: usize| FILTERS.get(place));
            // The look behind the last key may still be to come.
            app.look();
            find.filter.set(filter.copied().unwrap_or_default());
        });
    el("div")
        .class("find-tools")
        .flag("hidden", move || !is_worth.get())
        .child(search)
        .child(filter)
        .child(status("p").class("muted").live_text(words))
}

fn numbered((place, option): (usize, El)) -> El {
    option.attr("value", &place.to_string())
}

fn filter_name(l: Lang, filter: Filter) -> &'static str {
    match filter {
        Filter::All => l.filter_all(),
        Filter::Changed => l.changed(),
        Filter::Invalid => l.filter_invalid(),
        Filter::Required => l.required(),
        Filter::Unused => l.filter_unused(),
    }
}

/// Ctrl+F: the browser finds nothing in what is not drawn, so the page's own
/// search takes its place. From the search box itself the browser's opens.
pub fn searches_itself(app: App, event: &Event) {
    let key: &KeyboardEvent = event.unchecked_ref();
    let is_find = (key.ctrl_key() || key.meta_key()) && key.key() == "f";
    let is_worth = || untrack(|| is_worth_searching(app));
    if is_find && is_worth() && page::focused_id().as_deref() != Some(SEARCH) {
        event.prevent_default();
        page::focus_soon(SEARCH);
    }
}
