//! Files that a person chooses and saves.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlInputElement, Url};

use super::page::document;
use super::property;

/// The text of the first chosen file; `None` where there is none, it cannot be
/// read, it has more bytes than this, or its bytes are no UTF-8 text: what is
/// decoded nevertheless would be other values than those in the file.
pub async fn first_text(input: &HtmlInputElement, most: u32) -> Option<String> {
    let file = input.files()?.get(0)?;
    if file.size() > f64::from(most) {
        return None;
    }
    let text = JsFuture::from(file.text()).await.ok()?.as_string()?;
    (!text.contains(['\0', '\u{fffd}'])).then_some(text)
}

/// Gives the person a file to save; false where the browser cannot.
pub fn save(name: &str, kind: &str, text: &str) -> bool {
    give(name, kind, text).is_some()
}

fn give(name: &str, kind: &str, text: &str) -> Option<()> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&text.into());
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    let url = Url::create_object_url_with_blob(&blob).ok()?;
    let link: HtmlAnchorElement = document()?.create_element("a").ok()?.unchecked_into();
    property::set(&link, "href", url.as_str());
    property::set(&link, "download", name);
    link.click();
    // The browser has read it by the next turn of the page.
    leptos::prelude::set_timeout(
        move || drop(Url::revoke_object_url(&url)),
        std::time::Duration::from_secs(60),
    );
    Some(())
}
