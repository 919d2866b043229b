//! What a person should know before sending, though nothing forbids it.

use serde_json::Value;

use super::convert::trimmed_name;
use crate::model::constant::{Edit, other_kind, resolve};
use crate::model::{Constant, ConstantProblem};
use crate::time::concern::{Concern, QuietHours, concerns};
use crate::time::{Instant, Moment};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// bk-sops' own page could not save this name again: too long for it.
    NameLong,
    /// It holds a character that bk-sops' own page refuses.
    NameCharacters,
    /// It holds characters that nobody sees, or takes for plain spaces: by their
    /// code points.
    Invisible(String),
    /// It is a text of another form than the variable's.
    OtherKind(ConstantProblem),
    /// It refers to keys that are no variables of the run.
    NoVariable(String),
    /// The engine appends a time stamp and cuts at 128: the run's final name.
    RunName(String),
    Soon,
    Far,
    /// In the hours, on the days that the configuration calls quiet.
    Night,
    Weekend,
    /// An added key that the template does not list.
    UnknownKey(String),
    /// An added key that the template hides.
    HiddenKey(String),
    /// An added key that is an output of a node and will be overwritten.
    OutputKey(String),
}

/// What bk-sops' own edit page takes at most, in characters.
const NAME_SAFE: usize = 100;
/// The engine's limit and the length of the stamp that it appends.
const RUN_NAME: usize = 128;
const STAMP: usize = 15;

pub fn of_name(name: &str, start: Option<&str>) -> Vec<Notice> {
    let name = trimmed_name(name);
    let length = name.chars().count();
    let mut notices = Vec::new();
    if length > NAME_SAFE {
        notices.push(Notice::NameLong);
    }
    if name.contains(['\'', '"', '‘', '’', '“', '”', '$', '<', '>']) {
        notices.push(Notice::NameCharacters);
    }
    let mut codes = Vec::new();
    note_invisible(name.chars(), &mut codes);
    notices.extend(told(codes).map(Notice::Invisible));
    if length > RUN_NAME - STAMP {
        let stamp = start.unwrap_or("YYYYmmddHHMMSS");
        let run = format!("{name}_{stamp}");
        notices.push(Notice::RunName(run.chars().take(RUN_NAME).collect()));
    }
    notices
}

pub fn of_start(start: &Moment, now: Instant, quiet: &QuietHours) -> Vec<Notice> {
    concerns(start, now, quiet)
        .into_iter()
        .filter_map(|concern| match concern {
            Concern::Soon => Some(Notice::Soon),
            Concern::Far => Some(Notice::Far),
            Concern::Night => Some(Notice::Night),
            Concern::Weekend => Some(Notice::Weekend),
            // Refused, not remarked.
            Concern::Past => None,
        })
        .collect()
}

/// Of a key that was added by hand, against the template's own constants.
pub fn of_key(key: &str, constants: &[Constant]) -> Option<Notice> {
    let key = key.trim();
    if key.is_empty() {
        return None;
    }
    let key_text = key.to_owned();
    match constants.iter().find(|constant| constant.key == key) {
        None => Some(Notice::UnknownKey(key_text)),
        Some(constant) if constant.output => Some(Notice::OutputKey(key_text)),
        Some(constant) if constant.hidden => Some(Notice::HiddenKey(key_text)),
        Some(_) => None,
    }
}

/// Of a value, whatever its type: a text where its constant has a form, what came
/// along with a paste, and references to nothing, which the run leaves as they are
/// written. `safe` is the same without its secrets, of which no more is told than
/// that something in them cannot be seen.
pub fn of_value(
    constant: Option<&Constant>,
    value: &Value,
    safe: &Value,
    is_key: &dyn Fn(&str) -> bool,
) -> Vec<Notice> {
    let (mut codes, mut keys) = (Vec::new(), Vec::new());
    each_text(value, &mut |text| note_invisible(lines(text), &mut codes));
    each_text(safe, &mut |text| {
        // A template within the value has names of its own.
        let unknown = references(text).filter(|key| !is_key(key));
        for key in unknown.filter(|_| !is_template(text)) {
            note(key.to_owned(), &mut keys);
        }
    });
    let mut notices = Vec::new();
    notices.extend(constant.and_then(|own| of_kind(own, value)));
    notices.extend(told(codes).map(Notice::Invisible));
    notices.extend(told(keys).map(Notice::NoVariable));
    notices
}

/// Of what is typed, as it stands there.
pub fn of_edit(constant: &Constant, edit: &Edit) -> Option<Notice> {
    let (Edit::Text(text) | Edit::Json(text)) = edit else {
        return None;
    };
    let mut codes = Vec::new();
    note_invisible(lines(text), &mut codes);
    told(codes).map(Notice::Invisible).or_else(|| match edit {
        // Only then is it worth to be read once more with each key.
        Edit::Json(_) if constant.kind.has_notation() => {
            of_kind(constant, &resolve(constant, edit).ok()??)
        }
        _ => None,
    })
}

/// Of a value that came as JSON.
fn of_kind(constant: &Constant, value: &Value) -> Option<Notice> {
    other_kind(constant, value).map(Notice::OtherKind)
}

/// Without what breaks and indents lines.
fn lines(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r'))
}

fn each_text(value: &Value, tell: &mut dyn FnMut(&str)) {
    match value {
        Value::String(text) => tell(text),
        Value::Array(items) => items.iter().for_each(|item| each_text(item, tell)),
        Value::Object(members) => members.values().for_each(|own| each_text(own, tell)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether a text holds blocks or control lines of Mako.
fn is_template(text: &str) -> bool {
    let is_control = |line: &str| {
        let words = line.trim_start().strip_prefix('%').map(str::trim_start);
        let starts = |word: &&str| words.is_some_and(|words| words.starts_with(*word));
        ["for ", "if ", "while "].iter().any(starts)
    };
    text.contains("<%") || text.lines().any(is_control)
}

/// Every `${name}` of a text. Names with a leading underscore belong to the engine
/// (`_system`, `_env_…`), and what is more than a name is an expression.
fn references(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.match_indices("${").map(|(at, _)| at);
    starts.filter_map(|at| {
        let end = text[at..].find('}')?;
        let name = &text[at + 2..at + end];
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let is_name =
            name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_part);
        is_name.then(|| &text[at..=at + end])
    })
}

/// By their code points. Not the joiners of emoji and of some scripts.
fn note_invisible(chars: impl Iterator<Item = char>, codes: &mut Vec<String>) {
    let is_invisible = |c: &char| match c {
        '\u{a0}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{2800}' | '\u{3164}' | '\u{feff}' => true,
        '\u{2000}'..='\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202f}' => true,
        '\u{205f}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => true,
        other => other.is_control(),
    };
    for found in chars.filter(is_invisible) {
        note(format!("U+{:04X}", u32::from(found)), codes);
    }
}

fn note(word: String, words: &mut Vec<String>) {
    if !words.contains(&word) {
        words.push(word);
    }
}

fn told(words: Vec<String>) -> Option<String> {
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_run_name_is_told_once_its_stamp_would_be_cut() {
        assert_eq!(of_name(&"n".repeat(100), None), []);
        assert_eq!(of_name(&"n".repeat(113), None), [Notice::NameLong]);
        let notices = of_name(&"n".repeat(120), Some("20270101000000"));
        let run = format!("{}_2027010", "n".repeat(120));
        assert_eq!(notices, [Notice::NameLong, Notice::RunName(run)]);
    }

    #[test]
    fn characters_that_the_edit_page_refuses_are_noted() {
        assert_eq!(of_name("a<b", None), [Notice::NameCharacters]);
        assert_eq!(of_name("发布_v1.2 & more", None), []);
    }

    fn told_of(value: &Value) -> Vec<Notice> {
        of_value(None, value, value, &|key| key == "${version}")
    }

    #[test]
    fn characters_that_nobody_sees_are_named_by_their_code_points() {
        let plain = "plain text\n\twith a 👩\u{200d}🔧 and a　wide space";
        assert_eq!(told_of(&json!(plain)), []);
        let value = json!([{"a": "1.0\u{200b} and \u{202e}\u{200b}"}, "\u{7}\u{e0041}"]);
        let codes = "U+200B U+202E U+0007 U+E0041";
        assert_eq!(told_of(&value), [Notice::Invisible(codes.into())]);
        let name = of_name("a\u{a0}\tb", None);
        assert_eq!(name, [Notice::Invisible("U+00A0 U+0009".into())]);
    }

    #[test]
    fn of_a_secret_nothing_is_told_but_that_something_cannot_be_seen() {
        let told = of_value(None, &json!("s\u{200b}${e}"), &json!("…"), &|_| false);
        assert_eq!(told, [Notice::Invisible("U+200B".into())]);
    }

    #[test]
    fn references_to_nothing_are_named_once() {
        let value = json!({"a": "${versoin}-${version}-${versoin} ${other}\n%Y-%m-%d"});
        let keys = "${versoin} ${other}";
        assert_eq!(told_of(&value), [Notice::NoVariable(keys.into())]);
        for text in [
            "${version}",
            "${_system.task_name} ${_env_region}",
            "${int(x) + 1} ${a.b} ${} ${ x} $x {x} ${open",
            "% for ip in ips:\n${ip}\n% endfor",
            "<% x = 1 %>${x}",
        ] {
            assert_eq!(told_of(&json!([text])), [], "{text}");
        }
    }
}
