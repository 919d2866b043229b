//! A template's constant out of its JSON (contract part 5). What is absent or
//! of another type than expected never loses the constant: it then gets the
//! JSON editor, and its value stays as it came.

mod fields;
mod form;
mod known;
mod meta;
mod options;

use serde_json::Value;

pub use self::fields::Fields;
use self::form::{form_tag, is_asked_for, is_required, kind_of, remote};
use self::known::known_form;
use self::meta::{meta_choice, meta_rows, meta_select, meta_table};
use crate::model::{Constant, HideCondition};
use crate::sort;

/// The constants of a pipeline tree in the order of the form.
pub fn read_constants(tree: &Value) -> Vec<Constant> {
    let constants = tree.get("constants").and_then(Value::as_object);
    let constants = constants.into_iter().flatten();
    in_order(
        constants
            .map(|(key, value)| read_constant(key.to_owned(), Fields::of(value)))
            .collect(),
    )
}

/// By `index`, and by their order in the answer where that is equal.
pub fn in_order(constants: Vec<Constant>) -> Vec<Constant> {
    sort::by_number(constants, |constant| constant.index)
}

pub fn read_constant(key: String, mut fields: Fields) -> Constant {
    let form = form_schema(fields.take("form_schema"));
    let custom_type = fields.take_text("custom_type");
    let tag = match custom_type.as_str() {
        "" => form.get("type").and_then(Value::as_str).unwrap_or_default(),
        custom_type => custom_type,
    };
    let is_meta = fields.take("is_meta") == Some(Value::Bool(true));
    let hides = match fields.take("is_condition_hide") {
        Some(Value::String(text)) => text == "true",
        Some(Value::Bool(hides)) => hides,
        _ => false,
    };
    let attrs = form.get("attrs");
    let stored = fields.take("value");
    let config = stored
        .as_ref()
        .and_then(Value::as_object)
        .filter(|_| is_meta);
    let (kind, inner) = match (tag, config) {
        ("select" | "text_value_select", Some(config)) => {
            (meta_select(config), Some(meta_choice(config)))
        }
        ("datatable", Some(config)) => (meta_table(config), Some(meta_rows(config))),
        _ => (
            known_form(tag).unwrap_or_else(|| kind_of(form_tag(tag, &form), attrs)),
            None,
        ),
    };
    let remote = remote(&kind, attrs, stored.as_ref().filter(|_| is_meta));
    let default = inner.or(stored);
    let default = default.unwrap_or_else(|| Value::String(String::new()));
    Constant {
        remote,
        kind: kind.for_value(&default),
        key,
        name: fields.take_text("name"),
        desc: fields.take_text("desc"),
        index: fields
            .take("index")
            .and_then(|index| index.as_i64())
            .unwrap_or(i64::MAX),
        required: is_required(attrs) || is_asked_for(&custom_type, attrs),
        default,
        hidden: fields.take_text("show_type") == "hide",
        output: fields.take_text("source_type") == "component_outputs",
        validation: validation(fields.take_text("validation"), tag),
        hide_conditions: hide_conditions(fields.take("hide_condition").filter(|_| hides)),
        type_name: match custom_type.is_empty() {
            true => fields.take_text("source_tag"),
            false => custom_type,
        },
    }
}

/// `form_schema`, which simplified constants hold as JSON text.
fn form_schema(stored: Option<Value>) -> Value {
    match stored {
        Some(Value::String(text)) => text.parse().unwrap_or(Value::Null),
        Some(other) => other,
        None => Value::Null,
    }
}

/// The pattern applies to typed texts only, as on bk-sops' own page.
fn validation(stored: String, tag: &str) -> String {
    match tag {
        "input" | "textarea" => stored,
        _ => String::new(),
    }
}

fn hide_conditions(stored: Option<Value>) -> Vec<HideCondition> {
    let conditions = stored.as_ref().and_then(Value::as_array);
    conditions
        .into_iter()
        .flatten()
        .filter_map(|condition| {
            Some(HideCondition {
                key: condition.get("constant_key")?.as_str()?.to_owned(),
                equal: condition.get("operator").and_then(Value::as_str) != Some("!="),
                value: condition.get("value").cloned().unwrap_or(Value::Null),
            })
        })
        .collect()
}
