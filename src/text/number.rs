//! Numbers of things in words: their digits and the category of their plural,
//! by the browser's Intl.

use crate::time::intl;

/// The categories of plurals (CLDR), of which each language has its own few.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

impl Category {
    fn parse(word: &str) -> Category {
        match word {
            "zero" => Category::Zero,
            "one" => Category::One,
            "two" => Category::Two,
            "few" => Category::Few,
            "many" => Category::Many,
            _ => Category::Other,
        }
    }
}

pub fn shown(locale: &str, number: u64) -> String {
    let digits = in_a_browser(|| intl::number(locale, number));
    digits.unwrap_or_else(|| number.to_string())
}

/// Where no Intl can be asked, in native tests, as English has it.
pub fn category(locale: &str, number: u64) -> Category {
    let of_english = if number == 1 { "one" } else { "other" };
    let word = in_a_browser(|| intl::plural(locale, number));
    Category::parse(word.as_deref().unwrap_or(of_english))
}

fn in_a_browser<T>(ask: impl FnOnce() -> Option<T>) -> Option<T> {
    if cfg!(target_arch = "wasm32") {
        ask()
    } else {
        None
    }
}
