//! What a person should know before sending, though nothing forbids it.

use super::convert::trimmed_name;
use crate::model::Constant;
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
    /// It refers to keys that are no variables of the template.
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
    notices.extend(invisible(&name));
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

/// Of a value as it is shown, whatever its type: what came along with a paste, and
/// references to nothing, which the run leaves as they are written.
pub fn of_value(text: &str, is_key: &dyn Fn(&str) -> bool) -> Vec<Notice> {
    let mut keys: Vec<&str> = Vec::new();
    for key in references(text) {
        if !is_key(key) && !keys.contains(&key) {
            keys.push(key);
        }
    }
    // A template within the value has names of its own.
    let is_template =
        text.contains("<%") || text.lines().any(|line| line.trim_start().starts_with('%'));
    let unknown = (!keys.is_empty() && !is_template).then(|| Notice::NoVariable(keys.join(" ")));
    invisible(text).into_iter().chain(unknown).collect()
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

/// Not the joiners of emoji and of some scripts.
fn invisible(text: &str) -> Option<Notice> {
    let is_invisible = |c: &char| match c {
        '\t' | '\n' | '\r' => false,
        '\u{a0}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{2007}' | '\u{202f}' | '\u{feff}' => true,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' => true,
        '\u{2060}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' => true,
        other => other.is_control(),
    };
    let mut codes: Vec<String> = Vec::new();
    for found in text.chars().filter(is_invisible) {
        let code = format!("U+{:04X}", u32::from(found));
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    (!codes.is_empty()).then(|| Notice::Invisible(codes.join(" ")))
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn characters_that_nobody_sees_are_named_by_their_code_points() {
        let told = |text: &str| of_value(text, &|_| true);
        assert_eq!(
            told("plain text\n\twith a 👩\u{200d}🔧 and a　wide space"),
            []
        );
        assert_eq!(
            told("1.0\u{200b} and \u{202e}\u{200b}\u{7}"),
            [Notice::Invisible("U+200B U+202E U+0007".into())]
        );
        assert_eq!(
            of_name("a\u{a0}b", None),
            [Notice::Invisible("U+00A0".into())]
        );
    }

    #[test]
    fn references_to_nothing_are_named_once() {
        let is_key = |key: &str| key == "${version}";
        let told = |text: &str| of_value(text, &is_key);
        assert_eq!(
            told("${versoin}-${version}-${versoin} ${other}"),
            [Notice::NoVariable("${versoin} ${other}".into())]
        );
        for text in [
            "${version}",
            "${_system.task_name} ${_env_region}",
            "${int(x) + 1} ${a.b} ${} ${ x} $x {x} ${open",
            "% for ip in ips:\n${ip}\n% endfor",
        ] {
            assert_eq!(told(text), [], "{text}");
        }
    }
}
