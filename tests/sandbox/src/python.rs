//! The few Python built-ins whose exact results show in answers: `repr`, `str` and `int`.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::json::{Json, lone_surrogate};

/// `repr(value)`.
pub fn repr(value: &Json) -> String {
    match value {
        Json::Null => "None".to_owned(),
        Json::Bool(true) => "True".to_owned(),
        Json::Bool(false) => "False".to_owned(),
        Json::Int(digits) => digits.clone(),
        Json::Float(number) => float_repr(*number),
        Json::Str(text) => str_repr(text),
        Json::List(items) => {
            let items: Vec<_> = items.iter().map(repr).collect();
            format!("[{}]", items.join(", "))
        }
        Json::Object(members) => {
            let members: Vec<_> = members
                .iter()
                .map(|(key, value)| format!("{}: {}", str_repr(key), repr(value)))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
    }
}

/// `str(value)`: as `repr`, but a string is itself.
pub fn str(value: &Json) -> String {
    match value {
        Json::Str(text) => text.clone(),
        other => repr(other),
    }
}

/// `repr` of a string: single quotes unless only that would need escapes.
pub fn str_repr(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    let mut out = String::from(quote);
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            character if character == quote => {
                out.push('\\');
                out.push(quote);
            }
            character if is_printable(character) => out.push(character),
            character => escape(
                lone_surrogate(character).unwrap_or(character as u32),
                &mut out,
            ),
        }
    }
    out.push(quote);
    out
}

fn is_printable(character: char) -> bool {
    character == ' '
        || !matches!(
            character.general_category_group(),
            GeneralCategoryGroup::Other | GeneralCategoryGroup::Separator
        )
}

fn escape(code: u32, out: &mut String) {
    out.push_str(&match code {
        0..0x100 => format!("\\x{code:02x}"),
        0x100..0x1_0000 => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    });
}

/// `repr` of a float: the shortest digits that read back equal; an exponent below 1e-4 and
/// from 1e16 on.
pub fn float_repr(number: f64) -> String {
    if number.is_nan() {
        return "nan".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let scientific = format!("{number:e}");
    let Some((digits, exponent)) = scientific.split_once('e') else {
        return scientific;
    };
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if number == 0.0 || (-4..16).contains(&exponent) {
        let plain = number.to_string();
        return if plain.contains('.') {
            plain
        } else {
            plain + ".0"
        };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

/// `str.strip()` without arguments: what Python calls whitespace.
pub fn strip(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// `str.isspace()`: Unicode's white space and the four information separators.
pub fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}

/// `int(text)`: surrounding space, a sign, single underscores between digits, and the decimal
/// digits of every script. The result has no plus and no leading zero.
pub fn int(text: &str) -> Option<String> {
    let text = strip(text);
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => ("-", &text[1..]),
        b'+' => ("", &text[1..]),
        _ => ("", text),
    };
    let mut plain = String::new();
    let mut after_digit = false;
    for character in digits.chars() {
        match decimal_digit(character) {
            Some(digit) => {
                plain.extend(char::from_digit(digit, 10));
                after_digit = true;
            }
            None if character == '_' && after_digit => after_digit = false,
            None => return None,
        }
    }
    if !after_digit {
        return None;
    }
    Some(match plain.trim_start_matches('0') {
        "" => "0".to_owned(),
        digits => format!("{sign}{digits}"),
    })
}

/// The value of a decimal digit of any script (`unicodedata.decimal`). The digits of a script
/// stand together, from zero to nine.
pub fn decimal_digit(character: char) -> Option<u32> {
    use unicode_properties::GeneralCategory::DecimalNumber;
    if let Some(digit) = character.to_digit(10) {
        return Some(digit);
    }
    if character.general_category() != DecimalNumber {
        return None;
    }
    let code = character as u32;
    // The mathematical digits are five alphabets in one run; every other zero has a code that
    // ends in 0 or 6.
    if (0x1D7CE..=0x1D7FF).contains(&code) {
        return Some((code - 0x1D7CE) % 10);
    }
    let zero = if code & 0xF >= 6 && is_decimal(code & !0xF | 6) && !is_decimal(code & !0xF | 5) {
        6
    } else {
        0
    };
    (code & 0xF).checked_sub(zero).filter(|digit| *digit < 10)
}

fn is_decimal(code: u32) -> bool {
    use unicode_properties::GeneralCategory::DecimalNumber;
    char::from_u32(code).is_some_and(|character| character.general_category() == DecimalNumber)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_read_as_python_prints_them() {
        for (number, text) in [
            (1.0, "1.0"),
            (1.5, "1.5"),
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1e16, "1e+16"),
            (1e15, "1000000000000000.0"),
            (1e308, "1e+308"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (1893456000.5, "1893456000.5"),
        ] {
            assert_eq!(float_repr(number), text);
        }
    }

    #[test]
    fn strings_are_quoted_as_python_quotes_them() {
        for (text, quoted) in [
            ("a", "'a'"),
            ("it's", "\"it's\""),
            ("a'\"b", "'a\\'\"b'"),
            ("\n\u{1}\u{7f}", "'\\n\\x01\\x7f'"),
            ("变量", "'变量'"),
            ("\u{3000}\u{200b}", "'\\u3000\\u200b'"),
            ("🚀", "'🚀'"),
            ("\u{a0}", "'\\xa0'"),
        ] {
            assert_eq!(str_repr(text), quoted);
        }
    }

    #[test]
    fn int_takes_what_python_takes() {
        for (text, number) in [
            ("5", Some("5")),
            (" 5 ", Some("5")),
            ("-05", Some("-5")),
            ("+7", Some("7")),
            ("1_000", Some("1000")),
            ("５", Some("5")),
            ("٣", Some("3")),
            ("-0", Some("0")),
            ("1__0", None),
            ("_1", None),
            ("1_", None),
            ("", None),
            ("-", None),
            ("1.5", None),
            ("abc", None),
            ("- 1", None),
        ] {
            assert_eq!(int(text).as_deref(), number, "{text}");
        }
    }
}
