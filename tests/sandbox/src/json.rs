//! A JSON value as Python holds it: whole numbers of any size, NaN and Infinity, and strings
//! with lone surrogates. `serde_json` can hold none of the three, and bk-sops stores and
//! echoes all of them (contract parts 1, 2 and 3).

mod dumps;
mod ujson;

pub use dumps::{dumps, dumps_compact};
pub use ujson::{Malformed, loads};

use indexmap::IndexMap;

pub type Object = IndexMap<String, Json>;

/// A lone surrogate U+D800..U+DFFF is kept as this offset plus its code: a Rust string cannot
/// hold it, and no one assigns meaning to that corner of the last private plane.
pub const LONE_SURROGATE: u32 = 0x10_0000;

#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    Null,
    Bool(bool),
    /// The digits as Python prints them: no plus, no leading zero.
    Int(String),
    Float(f64),
    Str(String),
    List(Vec<Json>),
    Object(Object),
}

impl Json {
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Json::Str(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Json::Int(digits) => digits.parse().ok(),
            _ => None,
        }
    }

    pub fn as_list(&self) -> Option<&[Json]> {
        match self {
            Json::List(items) => Some(items),
            _ => None,
        }
    }

    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Json::Object(members) => Some(members),
            _ => None,
        }
    }

    pub fn as_object_mut(&mut self) -> Option<&mut Object> {
        match self {
            Json::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The member of an object; nothing for any other value.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.as_object()?.get(key)
    }

    pub fn get_mut(&mut self, key: &str) -> Option<&mut Json> {
        self.as_object_mut()?.get_mut(key)
    }

    /// The member as text, empty when it is absent or something else.
    pub fn text(&self, key: &str) -> &str {
        self.get(key).and_then(Json::as_str).unwrap_or_default()
    }

    /// Python's `bool(value)`.
    pub fn is_truthy(&self) -> bool {
        match self {
            Json::Null => false,
            Json::Bool(value) => *value,
            Json::Int(digits) => digits != "0",
            Json::Float(value) => *value != 0.0,
            Json::Str(text) => !text.is_empty(),
            Json::List(items) => !items.is_empty(),
            Json::Object(members) => !members.is_empty(),
        }
    }

    /// Whether NaN or an infinity hides anywhere inside.
    pub fn has_non_finite(&self) -> bool {
        match self {
            Json::Float(value) => !value.is_finite(),
            Json::List(items) => items.iter().any(Json::has_non_finite),
            Json::Object(members) => members.values().any(Json::has_non_finite),
            _ => false,
        }
    }
}

/// The code of the lone surrogate that a character stands for.
pub fn lone_surrogate(character: char) -> Option<u32> {
    let code = (character as u32).checked_sub(LONE_SURROGATE)?;
    (0xD800..=0xDFFF).contains(&code).then_some(code)
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Json::Str(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Json::Str(text)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Json::Bool(value)
    }
}

impl From<i64> for Json {
    fn from(value: i64) -> Self {
        Json::Int(value.to_string())
    }
}

impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or(Json::Null, Into::into)
    }
}

impl<T: Into<Json>> From<Vec<T>> for Json {
    fn from(items: Vec<T>) -> Self {
        Json::List(items.into_iter().map(Into::into).collect())
    }
}

impl From<Object> for Json {
    fn from(members: Object) -> Self {
        Json::Object(members)
    }
}

/// An object of the named members, in the order given.
macro_rules! object {
    ($($key:literal : $value:expr),* $(,)?) => {{
        #[allow(unused_mut)]
        let mut members = $crate::json::Object::new();
        $(members.insert($key.to_owned(), $crate::json::Json::from($value));)*
        members
    }};
}
pub(crate) use object;
