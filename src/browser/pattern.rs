//! The browser's regular expressions, in which templates write `validation`.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    // The binding of js-sys lets a bad pattern's exception through the wasm.
    type RegExp;
    #[wasm_bindgen(constructor, catch)]
    fn new(pattern: &str) -> Result<RegExp, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn test(this: &RegExp, text: &str) -> Result<bool, JsValue>;
}

/// Beyond this a pattern may hang the tab, so it is left to the run.
const LONGEST: usize = 20_000;

/// Whether a text matches anywhere, as bk-sops' own page tests it; `None` for
/// a pattern that JavaScript does not know and for very long texts.
pub fn matches(pattern: &str, text: &str) -> Option<bool> {
    if text.len() > LONGEST {
        return None;
    }
    RegExp::new(pattern).ok()?.test(text).ok()
}
