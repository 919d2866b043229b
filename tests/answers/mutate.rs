//! Changes to an answer: in its text, as a broken proxy or a broken connection
//! makes them, and in its shape, as another version of a backend does.

use fastrand::Rng;
use serde_json::{Map, Value, json};

/// Mostly the recorded one.
pub fn status(recorded: u16, chance: &mut Rng) -> u16 {
    const OTHERS: [u16; 14] = [
        200, 201, 204, 302, 400, 401, 403, 404, 413, 429, 499, 500, 502, 504,
    ];
    match chance.u8(..10) {
        0 => OTHERS[chance.usize(..OTHERS.len())],
        _ => recorded,
    }
}

/// The answer with one to four changes.
pub fn mutated(body: &str, chance: &mut Rng) -> String {
    let changes = 1 + chance.usize(..4);
    let is_shape = chance.u8(..3) != 0;
    match serde_json::from_str::<Value>(body) {
        Ok(mut value) if is_shape => {
            for _ in 0..changes {
                change_shape(&mut value, chance);
            }
            value.to_string()
        }
        _ => {
            let mut text: Vec<char> = body.chars().collect();
            for _ in 0..changes {
                change_text(&mut text, chance);
            }
            text.into_iter().collect()
        }
    }
}

const TOKENS: [&str; 16] = [
    "NaN",
    "-Infinity",
    "null",
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "-",
    "1e999999999",
    "<html>",
];

fn change_text(text: &mut Vec<char>, chance: &mut Rng) {
    let at = chance.usize(..text.len() + 1);
    let end = (at + chance.usize(..20)).min(text.len());
    match chance.usize(..6) {
        0 => text.truncate(at),
        1 => drop(text.drain(at..end)),
        2 => {
            let repeated: Vec<char> = text[at..end].to_vec();
            text.splice(at..at, repeated);
        }
        3 => {
            let any = chance.u32(..0x11_0000);
            let any = char::from_u32(any).unwrap_or('\u{fffd}');
            text.splice(at..end.min(at + 1), [any]);
        }
        4 if at < text.len() => {
            let other = chance.usize(..text.len());
            text.swap(at, other);
        }
        _ => {
            let token = TOKENS[chance.usize(..TOKENS.len())];
            text.splice(at..at, token.chars());
        }
    }
}

/// A place in the value that is as likely near the root as far from it.
fn any_place<'a>(value: &'a mut Value, chance: &mut Rng) -> &'a mut Value {
    let inner = match value {
        Value::Array(items) => items.len(),
        Value::Object(members) => members.len(),
        _ => 0,
    };
    if inner == 0 || chance.u8(..5) == 0 {
        return value;
    }
    let at = chance.usize(..inner);
    let child = match value {
        Value::Array(items) => &mut items[at],
        Value::Object(members) => members.values_mut().nth(at).unwrap(),
        _ => unreachable!("it has something within"),
    };
    any_place(child, chance)
}

fn change_shape(value: &mut Value, chance: &mut Rng) {
    let place = any_place(value, chance);
    let kind = chance.usize(..6);
    match (kind, &mut *place) {
        (0, Value::Object(members)) if !members.is_empty() => {
            let key = any_key(members, chance);
            members.remove(&key);
        }
        (1, Value::Object(members)) if !members.is_empty() => {
            let key = any_key(members, chance);
            let member = members.remove(&key).unwrap();
            let renamed = match chance.usize(..3) {
                0 => key.to_uppercase(),
                1 => String::new(),
                _ => format!("{key}\u{202e}<b>"),
            };
            members.insert(renamed, member);
        }
        (0, Value::Array(items)) if !items.is_empty() => {
            let at = chance.usize(..items.len());
            items.remove(at);
        }
        (1, Value::Array(items)) if !items.is_empty() => {
            let item = items[chance.usize(..items.len())].clone();
            let times = 1 + chance.usize(..50);
            items.extend(std::iter::repeat_n(item, times));
        }
        (2, place) => *place = json!([place.take()]),
        (3, place) => *place = json!({"value": place.take()}),
        (_, place) => *place = other_value(chance),
    }
}

fn any_key(members: &Map<String, Value>, chance: &mut Rng) -> String {
    let at = chance.usize(..members.len());
    members.keys().nth(at).unwrap().clone()
}

fn other_value(chance: &mut Rng) -> Value {
    let number = |text: &str| serde_json::from_str(text).unwrap();
    match chance.usize(..16) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(false),
        3 => json!(0),
        4 => json!(-1),
        5 => number("9223372036854775808"),
        6 => number("1e400"),
        7 => number("-0.0000000000000000000000000001"),
        8 => json!(""),
        9 => json!("0"),
        10 => json!("2026-13-45 99:99:99+9999"),
        11 => json!("x".repeat(1 + chance.usize(..5000))),
        12 => json!("\u{0}\u{202e}${a}{{ }}<script>\"'\\"),
        13 => json!([]),
        14 => json!({}),
        _ => deep(100),
    }
}

/// Within what a reader of JSON takes, together with what is around it.
fn deep(levels: usize) -> Value {
    (0..levels).fold(Value::Null, |inner, _| json!([inner]))
}
