//! A file that a person chose.

use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

/// The text of the first chosen file; `None` where there is none, it cannot be
/// read, or it has more bytes than this.
pub async fn first_text(input: &HtmlInputElement, most: u32) -> Option<String> {
    let file = input.files()?.get(0)?;
    if file.size() > f64::from(most) {
        return None;
    }
    JsFuture::from(file.text()).await.ok()?.as_string()
}
