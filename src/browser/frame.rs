//! The page within another: who is around it, messages to and from its parent,
//! the height of its content.

use std::cell::Cell;

use js_sys::{Array, JSON};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlElement, Url, Window};

use super::page::document;
use super::property::{get, of_address};

/// Characters of a message; no plan has more.
const LONGEST: u32 = 4_000_000;

/// The window around this one, where there is one.
fn parent() -> Option<Window> {
    let own = web_sys::window()?;
    let parent = own.parent().ok()??;
    (parent != own).then_some(parent)
}

pub fn is_framed() -> bool {
    parent().is_some()
}

/// The origins of the pages around this one, the nearest first. Of browsers
/// that do not tell them only the nearest, by the address that it asked from.
pub fn around() -> Vec<String> {
    let Some(window) = web_sys::window() else {
        return Vec::new();
    };
    let told = get(&get(&window, "location"), "ancestorOrigins");
    if told.is_object() {
        let origins = Array::from(&told);
        return origins.iter().filter_map(|own| own.as_string()).collect();
    }
    let referrer = document().map(|document| document.referrer());
    let nearest = referrer.and_then(|referrer| Some(Url::new(&referrer).ok()?.origin()));
    nearest.into_iter().collect()
}

pub fn origin() -> String {
    of_address("origin")
}

/// Tells the parent; nobody hears it if the parent is of another origin.
pub fn post(json: &str, origin: &str) {
    if let (Some(parent), Ok(message)) = (parent(), JSON::parse(json)) {
        // Fails for what is no origin only.
        let _ = parent.post_message(&message, origin);
    }
}

/// Told the JSON text of whatever the parent itself says while it is of this
/// origin, for as long as the page lives.
pub fn on_message(origin: String, handler: impl Fn(String) + 'static) {
    let handler: Box<dyn Fn(Event)> = Box::new(move |event| {
        let is_of_origin = get(&event, "origin").as_string().as_ref() == Some(&origin);
        let source = get(&event, "source");
        let is_parent = parent().is_some_and(|parent| JsValue::from(parent) == source);
        if !(is_of_origin && is_parent) {
            leptos::logging::debug_warn!("a message that is not from {origin}, the parent's");
        } else if let Some(json) = json(&get(&event, "data")) {
            handler(json);
        }
    });
    let closure = Closure::wrap(handler).into_js_value();
    if let Some(window) = web_sys::window() {
        // Fails for no handler that is a function.
        let _ = window.add_event_listener_with_callback("message", closure.unchecked_ref());
    }
}

/// `None` for what JSON cannot hold at all, such as a circle.
fn json(data: &JsValue) -> Option<String> {
    let text = JSON::stringify(data).ok()?;
    let text: &js_sys::JsString = text.dyn_ref()?;
    (text.length() <= LONGEST).then(|| text.into())
}

/// Told the height of the app whenever it is another one, at most once a frame.
pub fn on_height(handler: impl Fn(i32) + 'static) {
    let app = document().and_then(|document| document.get_element_by_id("app"));
    let Some(app) = app else {
        return;
    };
    let app: HtmlElement = app.unchecked_into();
    let element = app.clone();
    let told = Cell::new(0);
    let tell: Box<dyn Fn()> = Box::new(move || {
        // The browser gives whole pixels, by half a one too few at most.
        let height = element.offset_height() + 1;
        if told.replace(height) != height {
            handler(height);
        }
    });
    let closure = Closure::wrap(tell).into_js_value();
    if let Ok(observer) = web_sys::ResizeObserver::new(closure.unchecked_ref()) {
        observer.observe(&app);
    }
}

/// Whether the focus is the page's to move: in a frame only while it is there.
pub fn may_take_focus() -> bool {
    !is_framed() || document().is_some_and(|document| document.has_focus().unwrap_or(true))
}
