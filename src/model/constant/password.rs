//! Secrets: which constants are some, and the shape that a password travels in.

use serde_json::{Map, Value};

/// Words in a key that announce a secret.
const SECRET_WORDS: [&str; 9] = [
    "password",
    "passwd",
    "pwd",
    "secret",
    "token",
    "private_key",
    "api_key",
    "apikey",
    "credential",
];

pub fn names_a_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    SECRET_WORDS.iter().any(|word| key.contains(word))
}

/// The text inside the object that a password travels in (contract part 5).
pub fn password_of(value: &Value) -> &str {
    value
        .get("value")
        .unwrap_or(value)
        .as_str()
        .unwrap_or_default()
}

/// A typed password in the shape that the template's own value has.
pub fn password(default: &Value, text: &str) -> Value {
    let mut value = match default {
        Value::Object(fields) => fields.clone(),
        _ => Map::from_iter([
            ("type".to_owned(), Value::from("password_value")),
            ("tag".to_owned(), Value::from("value")),
        ]),
    };
    value.insert("value".into(), Value::String(text.to_owned()));
    Value::Object(value)
}
