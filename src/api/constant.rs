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
    // Few enough fields that looking through them is quicker than hashing the
    // name, which templates of thousands of constants feel.
    let fields = json.as_object();
    let field = |name: &str| {
        let mut fields = fields.into_iter().flatten();
        fields.find_map(|(own, value)| (own == name).then_some(value))
    };
    let text = |name: &str| field(name).and_then(Value::as_str).unwrap_or_default();
    let stored = field("value")
        .cloned()
        .unwrap_or_else(|| Value::String(String::new()));
    let form = form_schema(field("form_schema"));
    let tag = match text("custom_type") {
        "" => form.get("type").and_then(Value::as_str).unwrap_or_default(),
        custom_type => custom_type,
    };
    let is_meta = field("is_meta") == Some(&Value::Bool(true));
    let hides = match field("is_condition_hide") {
        Some(Value::String(text)) => text == "true",
        Some(Value::Bool(hides)) => *hides,
        _ => false,
    };
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
        remote: remote(&kind, attrs, field("value").filter(|_| is_meta)),
        kind: kind.for_value(&default),
        key: key.to_owned(),
        name: text("name").to_owned(),
        desc: text("desc").to_owned(),
        index: field("index").and_then(Value::as_i64).unwrap_or(i64::MAX),
        type_name: match text("custom_type") {
            "" => text("source_tag").to_owned(),
            custom_type => custom_type.to_owned(),
        },
        required: is_required(tag, attrs),
        default,
        hidden: text("show_type") == "hide",
        output: text("source_type") == "component_outputs",
        validation: validation(field("validation"), tag),
        hide_conditions: hide_conditions(field("hide_condition").filter(|_| hides)),
    }
}

/// `form_schema`, which simplified constants hold as JSON text.
fn form_schema(stored: Option<&Value>) -> Value {
    match stored {
        Some(Value::String(text)) => serde_json::from_str(text).unwrap_or(Value::Null),
        Some(other) => other.clone(),
        None => Value::Null,
    }
}

/// The pattern applies to typed texts only, as on bk-sops' own page.
fn validation(stored: Option<&Value>, tag: &str) -> String {
    match (tag, stored) {
        ("input" | "textarea", Some(Value::String(pattern))) => pattern.clone(),
        _ => String::new(),
    }
}

fn hide_conditions(stored: Option<&Value>) -> Vec<HideCondition> {
    let conditions = stored.and_then(Value::as_array);
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
