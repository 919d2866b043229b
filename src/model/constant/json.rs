//! Values that are typed as JSON.

use serde_json::{Error, Value};

use crate::model::problem::ConstantProblem;

/// The value of a JSON text; NaN and Infinity, which the backend takes and then
/// answers with, are no JSON.
pub fn parse_json(text: &str) -> Result<Value, ConstantProblem> {
    let value = text.parse().map_err(|error: Error| match error.is_eof() {
        true => ConstantProblem::CutJson,
        false => ConstantProblem::NotJson {
            line: error.line(),
            column: error.column(),
        },
    })?;
    match has_infinity(&value) {
        false => Ok(value),
        true => Err(ConstantProblem::TooLarge),
    }
}

/// Whether a number is beyond what the backend's parser holds: it would be
/// stored as Infinity and spoil every list that the task is in (contract part 8).
pub fn has_infinity(value: &Value) -> bool {
    match value {
        Value::Number(number) => is_infinite(number.as_str()),
        Value::Array(items) => items.iter().any(has_infinity),
        Value::Object(fields) => fields.values().any(has_infinity),
        _ => false,
    }
}

/// By the magnitude of a decimal text: 1.8e308 is the largest double. An
/// integer without an exponent is kept whole, whatever its length.
fn is_infinite(number: &str) -> bool {
    let Some((digits, exponent)) = number.split_once(['e', 'E']) else {
        return false;
    };
    let whole = digits
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_start_matches('-');
    let is_zero = digits.bytes().all(|byte| !matches!(byte, b'1'..=b'9'));
    let exponent: i64 = match exponent.parse() {
        Ok(exponent) => exponent,
        Err(_) => return !exponent.starts_with('-') && !is_zero,
    };
    !is_zero && exponent + whole.len() as i64 > 308
}
