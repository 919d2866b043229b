//! Variables whose template value is a configuration (contract part 5).

use serde_json::{Map, Value};

use super::form::read_parts;
use super::options::read_options;
use crate::model::{Kind, Select};

/// Of a setting that is a digit, as text or as number.
fn is(config: &Map<String, Value>, field: &str, digit: &str) -> bool {
    match config.get(field) {
        Some(Value::String(text)) => text == digit,
        Some(Value::Number(number)) => number.as_str() == digit,
        _ => false,
    }
}

/// JSON that stands as text in a setting.
fn inner(config: &Map<String, Value>, field: &str) -> Option<Value> {
    config.get(field)?.as_str()?.parse().ok()
}

/// Items as JSON text; those of a remote source are not to be had here.
pub fn meta_select(config: &Map<String, Value>) -> Kind {
    let items = inner(config, "items_text").filter(|_| is(config, "datasource", "0"));
    Kind::Select(Select {
        options: read_options(items.as_ref()),
        multiple: is(config, "type", "1"),
        radios: false,
    })
}

/// The default of a select; several are joined by commas.
pub fn meta_choice(config: &Map<String, Value>) -> Value {
    let multiple = is(config, "type", "1");
    match config.get("default") {
        Some(Value::String(joined)) if multiple => {
            let parts = joined.split(',').filter(|part| !part.is_empty());
            parts.map(Value::from).collect()
        }
        Some(default) => default.clone(),
        None if multiple => Value::Array(Vec::new()),
        None => Value::String(String::new()),
    }
}

/// The columns of a table, which stand as JSON text; without any it is edited
/// as JSON.
pub fn meta_table(config: &Map<String, Value>) -> Kind {
    match read_parts(inner(config, "columns_text").as_ref()) {
        columns if columns.is_empty() => Kind::Json,
        columns => Kind::Table(columns),
    }
}

/// The rows of a table whose configuration stands in the value. A text that is
/// no list of rows stays the text that it is, since the run would use it.
pub fn meta_rows(config: &Map<String, Value>) -> Value {
    match config.get("default_text") {
        None | Some(Value::Null) => Value::Array(Vec::new()),
        Some(Value::String(text)) if text.is_empty() => Value::Array(Vec::new()),
        Some(Value::String(text)) => match text.parse() {
            Ok(Value::Array(rows)) => Value::Array(rows),
            _ => Value::String(text.clone()),
        },
        Some(other) => other.clone(),
    }
}
