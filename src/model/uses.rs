//! Who uses a constant: values of other constants by the backend's rule, and
//! what the flow itself reads, by the names that stand in its expressions.

use serde_json::Value;

use super::reference::searched_text;

/// A step's inputs or the conditions of a gateway, as they stand in the
/// template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consumer {
    pub name: String,
    /// All that it reads, as JSON text.
    pub text: String,
}

/// Whether a value refers to a key, as the backend sees it at creation: the key
/// stands anywhere in it (contract part 2).
pub fn value_uses(value: &Value, key: &str) -> bool {
    !key.is_empty() && searched_text(value).contains(key)
}

/// Whether a text of the flow reads a constant: its name stands by itself within
/// a `${…}`, as in `${len(name)}` for `${name}`.
pub fn text_uses(text: &str, key: &str) -> bool {
    let name = key.strip_prefix("${").and_then(|key| key.strip_suffix('}'));
    let Some(name) = name.filter(|name| !name.is_empty()) else {
        return false;
    };
    let is_part = |char: char| char.is_alphanumeric() || char == '_';
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + name.len()..]);
        let is_whole = !before.ends_with(is_part) && !after.starts_with(is_part);
        let opened = before.rfind("${");
        is_whole && opened.is_some_and(|opened| !before[opened..].contains('}'))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_flow_reads_what_its_expressions_name() {
        for text in [
            "${env}",
            "x ${ env } y",
            "${env.strip()}",
            "a}${len(env)}",
            "\"${env}\" == 1",
        ] {
            assert!(text_uses(text, "${env}"), "{text}");
        }
        for text in [
            "env",
            "${environment}",
            "${my_env}",
            "${a} env",
            "$env",
            "{env}",
        ] {
            assert!(!text_uses(text, "${env}"), "{text}");
        }
        assert!(!text_uses("${}", "${}"));
        assert!(!text_uses("env", "env"));
    }

    #[test]
    fn a_value_uses_a_key_that_stands_anywhere_in_it() {
        assert!(value_uses(&json!(["a ${b}"]), "${b}"));
        assert!(!value_uses(&json!({"other": "${b}"}), "${b}"));
        assert!(!value_uses(&json!("${b.x}"), "${b}"));
    }
}
