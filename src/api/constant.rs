//! A template's constant out of its JSON (contract part 5). What is absent or
//! of another type than expected never loses the constant: it then gets the
//! JSON editor, and its value stays as it came.

mod form;
mod known;
mod meta;
mod options;

use serde_json::Value;

use self::form::{form_tag, is_required, kind_of, remote};
use self::known::known_form;
use self::meta::{meta_choice, meta_rows, meta_select, meta_table};
use crate::model::{Constant, HideCondition};
use crate::sort;

/// The constants of a pipeline tree in the order of the form: by `index`, and
/// by their order in the answer where that is equal.
pub fn read_constants(tree: &Value) -> Vec<Constant> {
    let constants = tree
        .get("constants")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(key, value)| read_constant(key, value));
    sort::by_key(constants, |constant| constant.index)
}

fn read_constant(key: &str, json: &Value) -> Constant {
    let text = |field: &str| json.get(field).and_then(Value::as_str).unwrap_or_default();
    let stored = json
        .get("value")
        .cloned()
        .unwrap_or_else(|| Value::String(String::new()));
    let form = form_schema(json);
    let tag = match text("custom_type") {
        "" => form.get("type").and_then(Value::as_str).unwrap_or_default(),
        custom_type => custom_type,
    };
    let is_meta = json.get("is_meta") == Some(&Value::Bool(true));
    let attrs = form.get("attrs");
    let (kind, default) = match (tag, stored) {
        ("select" | "text_value_select", Value::Object(config)) if is_meta => {
            (meta_select(&config), meta_choice(&config))
        }
        ("datatable", Value::Object(config)) if is_meta => {
            (meta_table(&config), meta_rows(&config))
        }
        (_, stored) => (
            known_form(tag).unwrap_or_else(|| kind_of(form_tag(tag, &form), attrs)),
            stored,
        ),
    };
    Constant {
        remote: remote(&kind, attrs, json.get("value").filter(|_| is_meta)),
        kind: kind.for_value(&default),
        key: key.to_owned(),
        name: text("name").to_owned(),
        desc: text("desc").to_owned(),
        index: json
            .get("index")
            .and_then(Value::as_i64)
            .unwrap_or(i64::MAX),
        type_name: match text("custom_type") {
            "" => text("source_tag").to_owned(),
            custom_type => custom_type.to_owned(),
        },
        required: is_required(tag, attrs),
        default,
        hidden: text("show_type") == "hide",
        output: text("source_type") == "component_outputs",
        validation: validation(json, tag),
        hide_conditions: hide_conditions(json),
    }
}

/// `form_schema`, which simplified constants hold as JSON text.
fn form_schema(json: &Value) -> Value {
    match json.get("form_schema") {
        Some(Value::String(text)) => serde_json::from_str(text).unwrap_or(Value::Null),
        Some(other) => other.clone(),
        None => Value::Null,
    }
}

/// The pattern applies to typed texts only, as on bk-sops' own page.
fn validation(json: &Value, tag: &str) -> String {
    match (tag, json.get("validation")) {
        ("input" | "textarea", Some(Value::String(pattern))) => pattern.clone(),
        _ => String::new(),
    }
}

fn hide_conditions(json: &Value) -> Vec<HideCondition> {
    let active = match json.get("is_condition_hide") {
        Some(Value::String(text)) => text == "true",
        Some(Value::Bool(active)) => *active,
        _ => false,
    };
    if !active {
        return Vec::new();
    }
    let conditions = json.get("hide_condition").and_then(Value::as_array);
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
