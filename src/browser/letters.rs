//! Letters of any script, which the browser has tables for.

use js_sys::JsString;

/// In lower case, so that texts can be searched whatever case was typed.
pub fn lower_case(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}
