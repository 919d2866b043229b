//! A template's constant out of its JSON (contract part 5). What is absent or
//! of another type than expected never loses the constant: it then gets the
//! JSON editor, and its value stays as it came.

use serde_json::{Map, Value};

use crate::model::{Choice, Constant, HideCondition, Kind, Select};
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
    let (kind, default) = match (tag, &stored) {
        ("select" | "text_value_select", Value::Object(config)) if is_meta => meta_select(config),
        ("datatable", Value::Object(config)) if is_meta => (Kind::Json, meta_table(config)),
        _ => (plain_kind(tag, attrs, &stored), stored),
    };
    let kind = on_enough_lines(kind, &default);
    Constant {
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
        kind,
        default,
        hidden: text("show_type") == "hide",
        output: text("source_type") == "component_outputs",
        validation: validation(json, tag),
        hide_conditions: hide_conditions(json),
    }
}

/// A text box of one line drops line breaks, and one of several lines turns
/// carriage returns into line feeds: such a default gets a control that keeps it.
fn on_enough_lines(kind: Kind, default: &Value) -> Kind {
    match (kind, default) {
        (Kind::Text | Kind::LongText, Value::String(text)) if text.contains('\r') => Kind::Json,
        (Kind::Text, Value::String(text)) if text.contains('\n') => Kind::LongText,
        (kind, _) => kind,
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

/// `required` of the form's rules. The selects of meta kind have an empty
/// form, and a rule of their own (contract part 5).
fn is_required(tag: &str, attrs: Option<&Value>) -> bool {
    let by_rule = attrs
        .and_then(|attrs| attrs.get("validation")?.as_array())
        .is_some_and(|rules| {
            rules
                .iter()
                .any(|rule| rule.get("type").and_then(Value::as_str) == Some("required"))
        });
    by_rule || matches!(tag, "select" | "text_value_select") && attrs.is_none()
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

/// The kind of a constant whose template value is the value itself. A kind
/// that edits text fits only a value that is one: another gets the JSON editor.
fn plain_kind(tag: &str, attrs: Option<&Value>, stored: &Value) -> Kind {
    let kind = match tag {
        "input" | "bk_user_selector" | "set_group_selector" => Kind::Text,
        "textarea" | "code_editor" | "attribute_query" => Kind::LongText,
        "password" => return Kind::Password,
        "int" if stored.is_number() || stored.is_string() => return Kind::Integer,
        "datetime" if attrs.and_then(|attrs| attrs.get("type")?.as_str()) == Some("date") => {
            Kind::Date
        }
        "datetime" => Kind::DateTime,
        "date" => Kind::Date,
        "time" => Kind::Time,
        "select" | "radio" | "checkbox" => return plugin_select(tag, attrs, stored),
        _ => return Kind::Json,
    };
    if stored.is_string() { kind } else { Kind::Json }
}

/// A plugin form's choice, with its items in `attrs`. Remote items are not to
/// be had here, so such a choice is edited as what it is: text or JSON.
fn plugin_select(tag: &str, attrs: Option<&Value>, stored: &Value) -> Kind {
    let attrs = attrs.unwrap_or(&Value::Null);
    let options = read_options(attrs.get("items"));
    let multiple = tag == "checkbox" || attrs.get("multiple") == Some(&Value::Bool(true));
    match (options.is_empty(), stored.is_object()) {
        (false, false) => Kind::Select(Select { options, multiple }),
        _ if stored.is_string() => Kind::Text,
        _ => Kind::Json,
    }
}

/// A select whose configuration stands in the value (contract part 5): items
/// as JSON text, several defaults joined by commas.
fn meta_select(config: &Map<String, Value>) -> (Kind, Value) {
    let text = |field: &str| {
        config
            .get(field)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let is = |field: &str, one: &str| match config.get(field) {
        Some(Value::String(text)) => text == one,
        Some(Value::Number(number)) => number.as_str() == one,
        _ => false,
    };
    let multiple = is("type", "1");
    let options = if is("datasource", "0") {
        read_options(
            serde_json::from_str::<Value>(text("items_text"))
                .ok()
                .as_ref(),
        )
    } else {
        Vec::new()
    };
    let default = match config.get("default") {
        Some(Value::String(joined)) if multiple => Value::Array(
            joined
                .split(',')
                .filter(|part| !part.is_empty())
                .map(Value::from)
                .collect(),
        ),
        Some(default) => default.clone(),
        None if multiple => Value::Array(Vec::new()),
        None => Value::String(String::new()),
    };
    let kind = match (options.is_empty(), multiple) {
        (false, _) => Kind::Select(Select { options, multiple }),
        (true, false) if default.is_string() => Kind::Text,
        (true, _) => Kind::Json,
    };
    (kind, default)
}

/// The rows of a table whose configuration stands in the value. A text that is
/// no list of rows stays the text that it is, since the run would use it.
fn meta_table(config: &Map<String, Value>) -> Value {
    match config.get("default_text") {
        None | Some(Value::Null) => Value::Array(Vec::new()),
        Some(Value::String(text)) if text.is_empty() => Value::Array(Vec::new()),
        Some(Value::String(text)) => match serde_json::from_str(text) {
            Ok(Value::Array(rows)) => Value::Array(rows),
            _ => Value::String(text.clone()),
        },
        Some(other) => other.clone(),
    }
}

/// Items are `{text, value}` or `{name, value}`.
fn read_options(items: Option<&Value>) -> Vec<Choice> {
    items
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|item| {
            let value = item.get("value")?.clone();
            let label = ["text", "name", "label"]
                .iter()
                .find_map(|field| item.get(field)?.as_str());
            let label = label.map_or_else(|| value.to_string(), str::to_owned);
            Some(Choice { label, value })
        })
        .collect()
}
