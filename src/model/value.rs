//! JSON values as the backend reads them: the text that Python makes of them.

use std::fmt::Write;

use serde_json::Value;

/// An object of these members, in this order. One function for all of them:
/// each literal of the `json!` macro is code of its own.
pub fn object(members: Vec<(&str, Value)>) -> Value {
    let members = members.into_iter();
    Value::Object(
        members
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

pub fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

pub fn texts(texts: &[String]) -> Value {
    Value::Array(texts.iter().map(|own| text(own)).collect())
}

/// `str(value)` of Python, which the backend searches for keys of constants
/// (contract part 2): a string is itself, a list or an object its `repr`.
pub fn python_str(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => {
            let mut out = String::new();
            repr(other, &mut out);
            out
        }
    }
}

fn repr(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("None"),
        Value::Bool(true) => out.push_str("True"),
        Value::Bool(false) => out.push_str("False"),
        Value::Number(number) => out.push_str(&number_repr(number.as_str())),
        Value::String(text) => string_repr(text, out),
        Value::Array(items) => {
            out.push('[');
            for (position, item) in items.iter().enumerate() {
                separate(position, out);
                repr(item, out);
            }
            out.push(']');
        }
        Value::Object(entries) => {
            out.push('{');
            for (position, (key, item)) in entries.iter().enumerate() {
                separate(position, out);
                string_repr(key, out);
                out.push_str(": ");
                repr(item, out);
            }
            out.push('}');
        }
    }
}

fn separate(position: usize, out: &mut String) {
    if position > 0 {
        out.push_str(", ");
    }
}

/// An integer is written as it stands, a float as Python writes it: plain
/// between 1e-4 and 1e16, otherwise with an exponent. Works on the decimal
/// digits: a float of more than 17 of them keeps them all, where Python would
/// round.
fn number_repr(text: &str) -> String {
    if !text.contains(['.', 'e', 'E']) {
        return text.to_owned();
    }
    let (sign, size) = match text.strip_prefix('-') {
        Some(size) => ("-", size),
        None => ("", text),
    };
    let (mantissa, exponent) = size.split_once(['e', 'E']).unwrap_or((size, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    let significant = digits.trim_start_matches('0');
    let leading = digits.len() - significant.len();
    let significant = significant.trim_end_matches('0');
    // The number is 0.DIGITS times ten to this power.
    let Some(power) = (exponent.parse::<i32>().ok())
        .and_then(|exponent| exponent.checked_add(whole.len() as i32 - leading as i32))
    else {
        return text.to_owned();
    };
    let size = match power {
        // Below and beyond what a double holds.
        _ if significant.is_empty() => "0.0".to_owned(),
        ..=-324 => "0.0".to_owned(),
        310.. => "inf".to_owned(),
        -3..=16 => plain(significant, power),
        _ => {
            let (first, rest) = significant.split_at(1);
            let point = if rest.is_empty() { "" } else { "." };
            let sign = if power > 0 { '+' } else { '-' };
            let exponent = (power - 1).abs();
            format!("{first}{point}{rest}e{sign}{exponent:02}")
        }
    };
    [sign, &size].concat()
}

/// The digits with the decimal point where the power of ten puts it.
fn plain(digits: &str, power: i32) -> String {
    let places = power.unsigned_abs() as usize;
    match digits.split_at_checked(places) {
        _ if power <= 0 => ["0.", &"0".repeat(places), digits].concat(),
        Some((whole, "")) => [whole, ".0"].concat(),
        Some((whole, fraction)) => [whole, ".", fraction].concat(),
        None => [digits, &"0".repeat(places - digits.len()), ".0"].concat(),
    }
}

/// Python prefers single quotes and turns to double ones only for a text that
/// has single quotes and no double ones.
fn string_repr(text: &str, out: &mut String) {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    out.push(quote);
    for char in text.chars() {
        match char {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if char == quote => {
                out.push('\\');
                out.push(quote);
            }
            _ if is_printable(char) => out.push(char),
            _ => escape(char, out),
        }
    }
    out.push(quote);
}

fn escape(char: char, out: &mut String) {
    let code = char as u32;
    // Writing to a String cannot fail.
    let _ = match code {
        0..=0xff => write!(out, "\\x{code:02x}"),
        0x100..=0xffff => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
}

/// `str.isprintable` for the separators, format and private characters;
/// unassigned code points, which differ between Unicode versions, count as
/// printable here.
fn is_printable(char: char) -> bool {
    !matches!(char as u32,
        0..=0x1f | 0x7f..=0xa0 | 0xad | 0x600..=0x605 | 0x61c | 0x6dd | 0x70f | 0x1680
        | 0x180e | 0x2000..=0x200f | 0x2028..=0x202f | 0x205f..=0x206f | 0x3000
        | 0xe000..=0xf8ff | 0xfeff | 0xfff9..=0xfffb | 0xe0001..=0xe007f | 0xf0000..)
}

/// Two values mean the same: numbers by their value where both are integers,
/// everything else as JSON does, whatever the order of keys.
pub fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            left == right || number_repr(left.as_str()) == number_repr(right.as_str())
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(l, r)| same(l, r))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(key, value)| right.get(key).is_some_and(|other| same(value, other)))
        }
        _ => left == right,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn python(json: &str) -> String {
        python_str(&serde_json::from_str(json).expect("a test's JSON is valid"))
    }

    #[test]
    fn texts_stay_and_everything_else_becomes_its_repr() {
        for (json, text) in [
            (r#""${a}""#, "${a}"),
            ("true", "True"),
            ("null", "None"),
            ("9007199254740993", "9007199254740993"),
            ("1.0", "1.0"),
            ("1e5", "100000.0"),
            ("1e16", "1e+16"),
            ("0.00001", "1e-05"),
            ("0.0001", "0.0001"),
            ("-12.50", "-12.5"),
            ("0.30000000000000004", "0.30000000000000004"),
            ("1234567890123456.5e0", "1234567890123456.5"),
            ("1E22", "1e+22"),
            ("12.5e-120", "1.25e-119"),
            ("-0.0", "-0.0"),
            ("1e999", "inf"),
            ("1e-999", "0.0"),
            (r#"["a", 1, {"k": null}]"#, "['a', 1, {'k': None}]"),
            (r#"["it's"]"#, r#"["it's"]"#),
            (r#"["it's \"x\""]"#, r#"['it\'s "x"']"#),
            (r#"["\u200b\n中"]"#, r"['\u200b\n中']"),
        ] {
            assert_eq!(python(json), text, "{json}");
        }
    }

    #[test]
    fn sameness_ignores_the_order_of_keys_and_never_rounds() {
        let value = |json: &str| -> Value { serde_json::from_str(json).expect("valid") };
        assert!(same(
            &value(r#"{"a":1,"b":[2]}"#),
            &value(r#"{"b":[2],"a":1}"#)
        ));
        assert!(same(&value("1.50"), &value("1.5")));
        assert!(!same(
            &value("9007199254740993"),
            &value("9007199254740992")
        ));
        assert!(!same(&value("1"), &value("1.0")));
        assert!(!same(&value("0"), &value("false")));
    }
}
