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
}
