//! The document around the app: its address, language, theme, title, focus
//! and the screens that stand in `index.html`.

use super::property::{self, of_address};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Document, Element, HtmlElement, KeyboardEvent, ScrollLogicalPosition, UrlSearchParams,
};

use super::frame::may_take_focus;

pub fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn root() -> Option<Element> {
    document()?.document_element()
}

/// The address of the page itself, without query and fragment.
pub fn address() -> String {
    of_address("origin") + &of_address("pathname")
}

/// The fragment without its `#`, which is then gone: a reload shall not put it
/// over what was typed since.
pub fn take_fragment() -> String {
    let hash = of_address("hash");
    if !hash.is_empty() {
        replace_search(&search());
    }
    hash.trim_start_matches('#').to_owned()
}

/// Whether the person has used the page yet; browsers refuse to ask before
/// that, and say so in the console. Where the browser does not tell, yes.
fn was_touched() -> bool {
    let told = web_sys::window().and_then(|window| {
        let activation = property::get(&window.navigator(), "userActivation");
        property::get(&activation, "hasBeenActive").as_bool()
    });
    told.unwrap_or(true)
}

/// Told of another fragment in the same page, for as long as it lives.
pub fn on_fragment(handler: impl Fn() + 'static) {
    let handler: Box<dyn Fn(web_sys::Event)> = Box::new(move |_| handler());
    let closure = Closure::wrap(handler).into_js_value();
    if let Some(window) = web_sys::window() {
        // Fails for no handler that is a function.
        let _ = window.add_event_listener_with_callback("hashchange", closure.unchecked_ref());
    }
}

/// A parameter of the address; absent and empty are the same.
pub fn query(name: &str) -> Option<String> {
    UrlSearchParams::new_with_str(&of_address("search"))
        .ok()?
        .get(name)
        .filter(|value| !value.is_empty())
}

pub fn languages() -> Vec<String> {
    web_sys::window()
        .map(|window| {
            window
                .navigator()
                .languages()
                .iter()
                .filter_map(|l| l.as_string())
                .collect()
        })
        .unwrap_or_default()
}

/// An id that no other tab of this browser makes.
pub fn random_id() -> String {
    let random = js_sys::Math::random() * f64::from(u32::MAX);
    format!("{}-{}", js_sys::Date::now() as u64, random as u32)
}

/// Sets the document's language and title.
pub fn set_language(tag: &str, title: &str) {
    if let Some(root) = root() {
        // Fails for an invalid attribute name only.
        let _ = root.set_attribute("lang", tag);
    }
    if let Some(document) = document() {
        property::set(&document, "title", title);
    }
}

/// Sets an attribute of the document's root, or takes it away.
pub fn set_root(name: &str, value: Option<&str>) {
    let Some(root) = root() else { return };
    // Fails for an invalid name only.
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// Sets a custom property of the style for the whole page.
pub fn set_token(name: &str, value: &str) {
    if let Some(root) = root().and_then(|root| root.dyn_into::<HtmlElement>().ok()) {
        // Fails where the style is read-only, which the root's is not.
        let _ = root.style().set_property(name, value);
    }
}

/// The same address with everything that it leaves to the page's own.
pub fn absolute(url: &str) -> String {
    let whole = web_sys::Url::new_with_base(url, &address());
    whole.map_or_else(|_| url.to_owned(), |url| url.href())
}

/// The id of what has the focus.
pub fn focused_id() -> Option<String> {
    let id = document()?.active_element()?.id();
    Some(id).filter(|id| !id.is_empty())
}

fn element(id: &str) -> Option<HtmlElement> {
    // Every element of the page's own HTML is one.
    Some(document()?.get_element_by_id(id)?.unchecked_into())
}

/// Moves the focus to an element, once the browser has drawn what a state
/// change added to the page. In a frame only while the focus is there: nothing
/// that happens by itself takes it from the page around.
pub fn focus_soon(id: impl Into<String>) {
    focus(id.into(), true);
}

/// The same for the whole of what stands on the page, where what had the focus is
/// gone: nothing is scrolled.
pub fn focus_page() {
    focus("main".into(), false);
}

fn focus(id: String, scrolls: bool) {
    leptos::prelude::request_animation_frame(move || {
        if let Some(element) = element(&id).filter(|_| may_take_focus()) {
            let options = web_sys::FocusOptions::new();
            // What a browser scrolls to by itself it keeps in sight while what is near
            // it is drawn.
            options.set_prevent_scroll(!scrolls);
            let _ = element.focus_with_options(&options);
            if scrolls {
                show(&element, ScrollLogicalPosition::Center);
            }
        }
    });
}

/// Runs after the next picture of the page has been drawn, or soon where the
/// page is out of sight and none is drawn.
pub fn after_paint(run: impl FnOnce() + 'static) {
    let soon = move || leptos::prelude::set_timeout(run, std::time::Duration::ZERO);
    match is_visible() {
        true => leptos::prelude::request_animation_frame(soon),
        false => soon(),
    }
}

/// Scrolls what is around an element until all of it is seen: a browser leaves
/// one that has the focus where a part of it shows.
pub fn show_whole(element: &Element) {
    show(element, ScrollLogicalPosition::Nearest);
}

fn show(element: &Element, block: ScrollLogicalPosition) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(block);
    options.set_inline(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// The element that the app is drawn into, emptied of its skeleton.
pub fn take_mount_point() -> Option<HtmlElement> {
    let app = element("app")?;
    app.replace_children_with_node_0();
    let _ = app.remove_attribute("aria-busy");
    Some(app)
}

/// Shows the screen of `index.html` that says that the page stopped.
pub fn show_stopped(message: &str) {
    if let Some(text) = element("stopped-message") {
        property::set(&text, "textContent", message);
    }
    for (id, hidden) in [("app", true), ("stopped", false)] {
        if let Some(element) = element(id) {
            property::set(&element, "hidden", hidden);
        }
    }
}

/// Asks the person before the page is left where `holds` says so, and lets it
/// do what has to be done before. Told whenever the page goes out of sight too,
/// which is the last that a phone tells.
pub fn on_leave(holds: impl Fn() -> bool + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let handler: Box<dyn Fn(web_sys::Event)> = Box::new(move |event| {
        if holds() && event.type_() == "beforeunload" && was_touched() {
            event.prevent_default();
            // What browsers of 2023 want beside it.
            property::set(&event, "returnValue", true);
        }
    });
    let closure = Closure::wrap(handler).into_js_value();
    for event in ["beforeunload", "pagehide", "visibilitychange"] {
        // Fails for no handler that is a function.
        let _ =
            window.add_event_listener_with_callback_and_bool(event, closure.unchecked_ref(), true);
    }
}

/// Listens to a pointer wherever it is, for as long as the page lives.
pub fn on_pointer(event: &str, mut handler: impl FnMut() + 'static) {
    let handler: Box<dyn FnMut(web_sys::Event)> = Box::new(move |_| handler());
    let closure = Closure::wrap(handler).into_js_value();
    if let Some(document) = document() {
        // Before any part of the page is told. Fails for no handler that is a function.
        let _ = document.add_event_listener_with_callback_and_bool(
            event,
            closure.unchecked_ref(),
            true,
        );
    }
}

/// Whether anybody can see the page now.
pub fn is_visible() -> bool {
    document().is_none_or(|document| !document.hidden())
}

/// Told when the page comes to sight or gets the focus, for as long as it lives.
pub fn on_return(handler: impl Fn() + 'static) {
    let handler: Box<dyn Fn(web_sys::Event)> = Box::new(move |_| {
        if is_visible() {
            handler();
        }
    });
    let closure = Closure::wrap(handler).into_js_value();
    if let Some(window) = web_sys::window() {
        for event in ["focus", "visibilitychange"] {
            // Fails for no handler that is a function.
            let _ = window.add_event_listener_with_callback(event, closure.unchecked_ref());
        }
    }
}

/// The query of the address, without its `?`.
pub fn search() -> String {
    of_address("search").trim_start_matches('?').to_owned()
}

/// The query with some parameters taken out and others put in.
pub fn query_with(search: &str, without: &[&str], with: &[(&str, &str)]) -> String {
    let Ok(query) = UrlSearchParams::new_with_str(search) else {
        return String::new();
    };
    for name in without {
        query.delete(name);
    }
    for (name, value) in with {
        query.append(name, value);
    }
    String::from(query.to_string())
}

/// Gives the page another query, as a step that the browser's "back" undoes.
pub fn push_search(search: &str) {
    let Some(Ok(history)) = web_sys::window().map(|window| window.history()) else {
        return;
    };
    let url = address_with(search);
    // Fails where the browser keeps no history: the address then stays.
    let _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&url));
}

/// The same without a step; a fragment goes.
pub fn replace_search(search: &str) {
    let Some(Ok(history)) = web_sys::window().map(|window| window.history()) else {
        return;
    };
    let url = address_with(search);
    // Fails where the browser keeps no history: the address then stays.
    let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&url));
}

fn address_with(search: &str) -> String {
    match search {
        "" => address(),
        search => [&address(), "?", search].concat(),
    }
}

/// Told when the person goes back or forth, for as long as the page lives.
pub fn on_step(handler: impl Fn() + 'static) {
    on_window("popstate", Box::new(move |_| handler()));
}

/// Told when the page stands there, once loaded and whenever the browser brings
/// it back as it was left.
pub fn on_shown(handler: impl Fn() + 'static) {
    on_window("pageshow", Box::new(move |_| handler()));
}

/// Ctrl+Enter, or Command+Enter, wherever the focus is, but in a dialog.
pub fn on_control_enter(handler: impl Fn() + 'static) {
    let handler = move |event: web_sys::Event| {
        let key: &KeyboardEvent = event.unchecked_ref();
        let is_it = (key.ctrl_key() || key.meta_key()) && key.key() == "Enter";
        if is_it && !event.default_prevented() && !is_in_dialog() {
            // Nor does it press what has the focus.
            event.prevent_default();
            handler();
        }
    };
    on_window("keydown", Box::new(handler));
}

fn is_in_dialog() -> bool {
    let dialog = document().and_then(|page| page.query_selector("dialog:modal").ok());
    dialog.flatten().is_some()
}

/// Runs when the page begins to be left.
pub fn on_leaving(handler: impl Fn() + 'static) {
    on_window("beforeunload", Box::new(move |_| handler()));
}

fn on_window(event: &str, handler: Box<dyn Fn(web_sys::Event)>) {
    let closure = Closure::wrap(handler).into_js_value();
    if let Some(window) = web_sys::window() {
        // Fails for no handler that is a function.
        let _ = window.add_event_listener_with_callback(event, closure.unchecked_ref());
    }
}
