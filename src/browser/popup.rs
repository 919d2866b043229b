//! A window that the page opens beside itself, on somebody else's site.

use web_sys::Window;

use super::property;

/// Large enough for a login page, small enough to be seen as a step aside.
const FEATURES: &str = "popup,width=520,height=640";

/// Opens a popup at an address. `None` where the browser does not let the page.
pub fn open(url: &str) -> Option<Window> {
    let popup = web_sys::window()?
        .open_with_url_and_target_and_features("", "_blank", FEATURES)
        .ok()??;
    // The site in it shall not be able to send this page elsewhere.
    property::set(&popup, "opener", wasm_bindgen::JsValue::NULL);
    match popup.location().set_href(url) {
        Ok(()) => Some(popup),
        Err(_) => {
            close(&popup);
            None
        }
    }
}

pub fn is_closed(popup: &Window) -> bool {
    popup.closed().unwrap_or(true)
}

pub fn close(popup: &Window) {
    // Fails where the browser lets nobody but the person close it.
    let _ = popup.close();
}
