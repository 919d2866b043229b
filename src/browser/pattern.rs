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

/// Beyond this a text is left to the run.
const LONGEST: usize = 20_000;
/// Bytes of a text that a pattern is tried on at once.
const SHORT: usize = 8;
/// Milliseconds after which a pattern is too slow to go on with.
const SLOW: f64 = 50.0;
/// What patterns fail at: what no text is likely to hold, and what stands between
/// the items of lists.
const FAULTS: &str = "\n\0,;|/: ";

/// Whether a text matches anywhere, as bk-sops' own page tests it; `None` for
/// a pattern that JavaScript does not know or is too slow with, and for very
/// long texts.
///
/// A test cannot be stopped, and one like `^(a+)+$` takes twice as long with
/// each further character before the one that it fails at. So the text's outer
/// parts are tested first, growing until they are the text, and each time also
/// with something between them to fail at: what is slow shows before it hangs
/// the tab.
pub fn matches(pattern: &str, text: &str) -> Option<bool> {
    if text.len() > LONGEST {
        return None;
    }
    let pattern = RegExp::new(pattern).ok()?;
    let mut length = SHORT;
    while length < text.len() {
        for between in ["", FAULTS] {
            let outer = outer_parts(text, length, between);
            // The machine may have been busy with something else once.
            if is_slow(&pattern, &outer) && is_slow(&pattern, &outer) {
                return None;
            }
        }
        length += 1 + length / 32;
    }
    pattern.test(text).ok()
}

fn is_slow(pattern: &RegExp, text: &str) -> bool {
    let started = js_sys::Date::now();
    // What fails here fails with the text, too.
    let _ = pattern.test(text);
    js_sys::Date::now() - started > SLOW
}

/// At most so many bytes, from the beginning and the end of the text.
fn outer_parts(text: &str, bytes: usize, between: &str) -> String {
    let head = text.floor_char_boundary(bytes / 2);
    let tail = text.ceil_char_boundary(text.len() - bytes / 2);
    [&text[..head], between, &text[tail..]].concat()
}
