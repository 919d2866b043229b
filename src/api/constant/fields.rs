//! The fields of a constant that the page looks at.

use serde_json::Value;

const NAMES: [&str; 13] = [
    "name",
    "desc",
    "index",
    "custom_type",
    "source_tag",
    "source_type",
    "show_type",
    "value",
    "form_schema",
    "is_meta",
    "validation",
    "is_condition_hide",
    "hide_condition",
];

/// Each is there or not, and taken once.
#[derive(Default)]
pub struct Fields([Option<Value>; NAMES.len()]);

impl Fields {
    /// Lengths are compared first, and without a call: most are another name's.
    pub fn place(name: &str) -> Option<usize> {
        let mut names = NAMES.iter();
        names.position(|own| own.len() == name.len() && *own == name)
    }

    /// The last of several of one name counts, as everywhere in JSON.
    pub fn set(&mut self, place: usize, value: Value) {
        self.0[place] = Some(value);
    }

    /// Of a constant that is no object nothing is known.
    pub fn of(constant: &Value) -> Fields {
        let mut fields = Fields::default();
        for (name, value) in constant.as_object().into_iter().flatten() {
            if let Some(place) = Fields::place(name) {
                fields.set(place, value.clone());
            }
        }
        fields
    }

    pub fn take(&mut self, name: &str) -> Option<Value> {
        self.0[Fields::place(name)?].take()
    }

    /// Empty where it is absent or no text.
    pub fn take_text(&mut self, name: &str) -> String {
        match self.take(name) {
            Some(Value::String(text)) => text,
            _ => String::new(),
        }
    }
}
