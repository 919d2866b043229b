//! Properties of the browser's objects by their names. Every typed one of
//! `web-sys` costs the page a function of its own in JavaScript; what is read
//! or set in one or two places goes through here instead.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// `undefined` for what the object does not have.
pub fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

/// Of a property that is a text; empty for every other.
pub fn text(object: &JsValue, name: &str) -> String {
    get(object, name).as_string().unwrap_or_default()
}

/// Fails only for a property that cannot be set, which none of the callers' is.
pub fn set(object: &JsValue, name: &str, value: impl Into<JsValue>) {
    let _ = Reflect::set(object, &name.into(), &value.into());
}

/// A part of the page's address, such as `search`; empty without a window.
pub fn of_address(name: &str) -> String {
    let window = web_sys::window();
    window.map_or_else(String::new, |window| text(&get(&window, "location"), name))
}
