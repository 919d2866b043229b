//! Writes a value as Python's `json.dumps` does. Non-finite numbers come out as `NaN` and
//! `Infinity`, which is what makes some answers of bk-sops invalid JSON (contract part 8).

use super::{Json, lone_surrogate};
use crate::python::float_repr;

/// `json.dumps(value)`: ASCII only, a space after comma and colon. What Django's `JsonResponse`
/// sends and what the database column `task_params` holds.
pub fn dumps(value: &Json) -> String {
    let mut text = String::new();
    write(
        value,
        &Style {
            comma: ", ",
            colon: ": ",
            ascii: true,
        },
        &mut text,
    );
    text
}

/// As Django REST framework sends it: no spaces, characters beyond ASCII as they are.
pub fn dumps_compact(value: &Json) -> String {
    let mut text = String::new();
    write(
        value,
        &Style {
            comma: ",",
            colon: ":",
            ascii: false,
        },
        &mut text,
    );
    text
}

struct Style {
    comma: &'static str,
    colon: &'static str,
    ascii: bool,
}

fn write(value: &Json, style: &Style, out: &mut String) {
    match value {
        Json::Null => out.push_str("null"),
        Json::Bool(true) => out.push_str("true"),
        Json::Bool(false) => out.push_str("false"),
        Json::Int(digits) => out.push_str(digits),
        Json::Float(number) => out.push_str(&match number {
            number if number.is_nan() => "NaN".to_owned(),
            number if number.is_infinite() && *number > 0.0 => "Infinity".to_owned(),
            number if number.is_infinite() => "-Infinity".to_owned(),
            number => float_repr(*number),
        }),
        Json::Str(text) => write_string(text, style, out),
        Json::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(style.comma);
                }
                write(item, style, out);
            }
            out.push(']');
        }
        Json::Object(members) => {
            out.push('{');
            for (index, (key, member)) in members.iter().enumerate() {
                if index > 0 {
                    out.push_str(style.comma);
                }
                write_string(key, style, out);
                out.push_str(style.colon);
                write(member, style, out);
            }
            out.push('}');
        }
    }
}

fn write_string(text: &str, style: &Style, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            character if (character as u32) < 0x20 => write_escape(character as u32, out),
            ' '..='~' => out.push(character),
            character => write_beyond_ascii(character, style, out),
        }
    }
    out.push('"');
}

fn write_beyond_ascii(character: char, style: &Style, out: &mut String) {
    if let Some(code) = lone_surrogate(character) {
        write_escape(code, out);
    } else if style.ascii {
        let mut units = [0; 2];
        for unit in character.encode_utf16(&mut units) {
            write_escape(u32::from(*unit), out);
        }
    } else {
        out.push(character);
    }
}

fn write_escape(code: u32, out: &mut String) {
    out.push_str(&format!("\\u{code:04x}"));
}
