//! Secrets in what is shown, copied and kept: found by the type that a
//! password travels as, by keys that name one, and by the keys of constants
//! that the template declares as passwords.

use std::collections::HashSet;

use serde_json::Value;

use super::constant::{names_a_secret, parse_json};

pub const MASK: &str = "••••••";

/// The same value with every secret's text replaced; empty ones stay, as they
/// say nothing but that they are empty.
pub fn masked(value: &Value, passwords: &HashSet<String>) -> Value {
    match value {
        Value::Array(items) => {
            Value::Array(items.iter().map(|item| masked(item, passwords)).collect())
        }
        Value::Object(fields) => {
            let is_password = fields.get("type").and_then(Value::as_str) == Some("password_value");
            let entry = |(key, value): (&String, &Value)| {
                let is_secret =
                    names_a_secret(key) || passwords.contains(key) || is_password && key == "value";
                let value = if is_secret {
                    hidden(value)
                } else {
                    masked(value, passwords)
                };
                (key.clone(), value)
            };
            Value::Object(fields.iter().map(entry).collect())
        }
        Value::String(text) if text_holds_a_secret(text, passwords) => Value::from(MASK),
        other => other.clone(),
    }
}

/// Whether a text is JSON of an object or a list with a secret in it: where it is
/// no one value, as while it is typed, with the type of a password or a key that
/// names one.
pub fn text_holds_a_secret(text: &str, passwords: &HashSet<String>) -> bool {
    if !text.trim_start().starts_with(['{', '[', '"']) {
        return false;
    }
    match parse_json(text) {
        Ok(value) => masked(&value, passwords) != value,
        Err(_) if text.contains("\"password_value\"") => true,
        Err(_) => {
            let mut before_colons = text.split(':').rev().skip(1);
            before_colons.any(|before| {
                let key = before
                    .rsplit(['{', '[', ',', '\n'])
                    .next()
                    .unwrap_or(before);
                // Keys of constants have a brace of their own.
                let quoted = before.trim_end().trim_end_matches('"').rsplit('"').next();
                [Some(key.trim()), quoted].into_iter().flatten().any(|key| {
                    let key = key.trim_matches('"');
                    names_a_secret(key) || passwords.contains(key)
                })
            })
        }
    }
}

/// An object of a password keeps its shape; of anything else nothing is told.
fn hidden(value: &Value) -> Value {
    match value {
        Value::Object(fields) if fields.contains_key("value") => {
            let mut fields = fields.clone();
            let inner = fields.get("value").map(hidden).unwrap_or_default();
            fields.insert("value".into(), inner);
            Value::Object(fields)
        }
        Value::String(text) if text.is_empty() => value.clone(),
        Value::Null => Value::Null,
        _ => Value::from(MASK),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_found_by_type_by_name_and_by_declaration() {
        let passwords = HashSet::from(["${p}".to_owned()]);
        let value = json!({
            "constants": {
                "${a}": {"type": "password_value", "tag": "value", "value": "s1"},
                "${db_password}": "s2",
                "${p}": ["s3"],
                "${b}": "plain",
                "${list}": [{"token": "s4"}],
                "${empty_token}": "",
                "${text}": "{\"password\": \"s5\"}",
                "${half}": "[{\"password\": \"s6\",",
                "${typed}": "{\"type\": \"password_value\", \"value\": \"s8\"",
                "${twice}": "{\"token\": \"s7\", \"token\": \"\"}",
            }
        });
        let shown = masked(&value, &passwords);
        let text = shown.to_string();
        for secret in ["s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8"] {
            assert!(!text.contains(secret), "{text}");
        }
        assert_eq!(shown["constants"]["${b}"], "plain");
        assert_eq!(shown["constants"]["${empty_token}"], "");
        assert_eq!(shown["constants"]["${a}"]["type"], "password_value");
    }
}
