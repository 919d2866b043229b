//! Whether the places of a sentence, such as `{name}`, are those of its parts:
//! asked while the page is compiled.

use super::number::Category;

/// Each part has its place, and each place its part.
pub const fn are(parts: &[&str], text: &str) -> bool {
    let mut part = 0;
    while part < parts.len() {
        if !has(text.as_bytes(), parts[part].as_bytes()) {
            return false;
        }
        part += 1;
    }
    each_has_a_part(parts, text)
}

/// Every form may leave parts out ("the one node"), but for the last, which is
/// that of every other number.
pub const fn in_forms(parts: &[&str], forms: &[(Category, &str)]) -> bool {
    let mut form = 0;
    while form < forms.len() {
        if !each_has_a_part(parts, forms[form].1) {
            return false;
        }
        form += 1;
    }
    match forms {
        [.., (Category::Other, text)] => are(parts, text),
        _ => false,
    }
}

const fn each_has_a_part(parts: &[&str], text: &str) -> bool {
    let text = text.as_bytes();
    let mut at = 0;
    while at < text.len() {
        if text[at] == b'{' {
            let mut part = 0;
            while part < parts.len() && !stands_at(text, at, parts[part].as_bytes()) {
                part += 1;
            }
            if part == parts.len() {
                return false;
            }
        }
        at += 1;
    }
    true
}

const fn has(text: &[u8], part: &[u8]) -> bool {
    let mut at = 0;
    while at < text.len() {
        if text[at] == b'{' && stands_at(text, at, part) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether `{part}` begins at the brace.
const fn stands_at(text: &[u8], brace: usize, part: &[u8]) -> bool {
    let end = brace + part.len() + 1;
    if end >= text.len() || text[end] != b'}' {
        return false;
    }
    let mut at = 0;
    while at < part.len() {
        if text[brace + 1 + at] != part[at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_has_the_places_of_its_parts_and_no_others() {
        assert!(are(&["name", "id"], "{id}: {name}"));
        assert!(are(&[], "no place"));
        for text in [
            "{id}",
            "{id} {nam}",
            "{id} {name",
            "{id} {name} {x}",
            "{id} {names}",
        ] {
            assert!(!are(&["name", "id"], text), "{text}");
        }
    }

    #[test]
    fn forms_end_with_the_one_of_every_other_number_which_has_all_parts() {
        use Category::{One, Other};
        assert!(in_forms(
            &["n"],
            &[(One, "the one"), (Other, "{n} of them")]
        ));
        assert!(in_forms(&["n"], &[(Other, "{n}")]));
        assert!(!in_forms(&["n"], &[(One, "{n}")]));
        assert!(!in_forms(&["n"], &[(One, "{m}"), (Other, "{n}")]));
        assert!(!in_forms(&["n"], &[(Other, "many")]));
        assert!(!in_forms(&["n"], &[]));
    }
}
