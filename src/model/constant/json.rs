//! Values that are typed as JSON.

use std::collections::HashSet;

use serde_json::{Error, Value};

use crate::model::problem::ConstantProblem;

/// The value of a JSON text. Refused is what the backend would store as Infinity
/// and then answer with, which is no JSON, and an object with two members of one
/// name, of which one would be lost.
pub fn parse_json(text: &str) -> Result<Value, ConstantProblem> {
    let value = text.parse().map_err(|error: Error| match error.is_eof() {
        true => ConstantProblem::CutJson,
        false => ConstantProblem::NotJson {
            line: error.line(),
            column: error.column(),
        },
    })?;
    if has_infinity(&value) {
        return Err(ConstantProblem::TooLarge);
    }
    match name_given_twice(text) {
        None => Ok(value),
        Some(name) => Err(ConstantProblem::MemberTwice(name)),
    }
}

/// The first name that some object of a JSON text has twice.
fn name_given_twice(text: &str) -> Option<String> {
    let mut open: Vec<HashSet<String>> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|sign| b"{}\"".contains(&sign)) {
        let (sign, behind) = (rest.as_bytes()[at], &rest[at + 1..]);
        rest = behind;
        match sign {
            b'{' => open.push(HashSet::new()),
            b'}' => _ = open.pop(),
            _ => {
                let length = length_of_string(behind)?;
                rest = &behind[length + 1..];
                if rest.trim_start().starts_with(':') {
                    let name = format!("\"{}\"", &behind[..length]).parse::<Value>().ok()?;
                    let name = name.as_str()?.to_owned();
                    if !open.last_mut()?.insert(name.clone()) {
                        return Some(name);
                    }
                }
            }
        }
    }
    None
}

/// Bytes up to the quote that ends a string of JSON.
fn length_of_string(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    text.bytes().position(|sign| {
        let ends = sign == b'"' && !is_escaped;
        is_escaped = sign == b'\\' && !is_escaped;
        ends
    })
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

/// By the magnitude of a decimal text: 1.8e308 is the largest double, and what has
/// as many digits before its point counts as more. An integer is kept whole,
/// whatever its length.
fn is_infinite(number: &str) -> bool {
    let (digits, exponent) = match number.split_once(['e', 'E']) {
        Some(parts) => parts,
        None if number.contains('.') => (number, "0"),
        None => return false,
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
    !is_zero && exponent.saturating_add(whole.len() as i64) > 308
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_more_than_308_digits_before_its_point_is_too_large() {
        let long = "9".repeat(400);
        for (number, is_too_large) in [
            ("1e308", true),
            ("-1e309", true),
            ("1e9223372036854775807", true),
            ("1e99999999999999999999", true),
            (&*format!("{long}.0"), true),
            (&*long, false),
            ("1.5e307", false),
            ("0e999", false),
            ("1e-9223372036854775808", false),
            ("1e-99999999999999999999", false),
        ] {
            let problem = parse_json(number).err();
            let told = is_too_large.then_some(ConstantProblem::TooLarge);
            assert_eq!(problem, told, "{number}");
        }
    }

    #[test]
    fn a_name_that_is_given_twice_in_one_object_is_told() {
        for (text, name) in [
            (r#"{"a": 1, "a": 2}"#, "a"),
            (
                r#"[1.5, {"b": true, "c": {"d": null, "\u0064" : []}}]"#,
                "d",
            ),
            (r#"{"": "", "": ""}"#, ""),
            (
                r#"{"a": {"a": [{}, "}"]}, "b\"\\": 0, "b\"\\": 1}"#,
                "b\"\\",
            ),
        ] {
            let problem = ConstantProblem::MemberTwice(name.to_owned());
            assert_eq!(parse_json(text), Err(problem), "{text}");
        }
        for text in [
            r#"{"a":[{"a":90071992547409931.50},{"a":"\"a\":"}],"A":{"a":false}}"#,
            r#"["{\"a\":1,\"a\":2}","a","a"]"#,
        ] {
            let value = parse_json(text).map(|value| value.to_string());
            assert_eq!(value, Ok(text.to_owned()));
        }
    }
}
