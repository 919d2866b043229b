//! The places in the browser's storage where drafts lie, for seven days: the
//! first draft of a target in a place of the target's own, each further one,
//! which another tab or an earlier visit wrote, in a place beside it.

use serde_json::Value;

use crate::browser::{page, storage};
use crate::form::draft::{Draft, from_text, to_text};

/// The places that are taken, the one written last first.
const INDEX: &str = "clocked.drafts";
const DAYS: i64 = 7;
/// Older drafts go first: the storage of a browser is small.
const MOST: usize = 50;
/// Between a target's own place and what tells the others apart.
const BESIDE: char = '@';

/// A draft where it lies.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub slot: String,
    pub draft: Draft,
    /// Seconds since 1970.
    pub at: i64,
}

/// The own place of a draft's target.
pub fn first_slot(draft: &Draft) -> String {
    let Draft {
        bk_biz_id,
        scope,
        template_id,
        ..
    } = draft;
    format!("clocked.draft.{}.{bk_biz_id}.{template_id}", scope.as_str())
}

pub fn further_slot(draft: &Draft) -> String {
    format!("{}{BESIDE}{}", first_slot(draft), page::random_id())
}

/// Whether a place is one of the target whose own place is `first`.
pub fn is_of(slot: &str, first: &str) -> bool {
    let rest = slot.strip_prefix(first);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(BESIDE))
}

/// Drafts that are young enough to matter, the newest first: all of them, or
/// those of one target.
pub fn read(first: Option<&str>, now: i64) -> Vec<Kept> {
    let wanted = |slot: &String| first.is_none_or(|first| is_of(slot, first));
    let kept = |slot: String| {
        let (draft, at) = from_text(&storage::read(&slot)?)?;
        (now - at < DAYS * 86_400).then_some(Kept { slot, draft, at })
    };
    index()
        .into_iter()
        .filter(wanted)
        .filter_map(kept)
        .collect()
}

/// The text that was kept; `None` where the browser keeps nothing.
pub fn write(slot: &str, draft: &Draft, now: i64) -> Option<String> {
    let mut slots = index();
    let is_newest = slots.first().is_some_and(|first| first == slot);
    slots.retain(|other| other != slot);
    slots.insert(0, slot.to_owned());
    for old in slots.drain(MOST.min(slots.len())..) {
        storage::remove(&old);
    }
    let text = to_text(draft, now);
    (storage::write(slot, &text) && (is_newest || set_index(&slots))).then_some(text)
}

/// Whether it is gone, as where there never was one.
pub fn remove(slot: &str) -> bool {
    let mut slots = index();
    let all = slots.len();
    slots.retain(|other| other != slot);
    if slots.len() == all {
        return true;
    }
    storage::remove(slot);
    set_index(&slots)
}

fn index() -> Vec<String> {
    let text = storage::read(INDEX).unwrap_or_default();
    let slots = match text.parse() {
        Ok(Value::Array(slots)) => slots,
        _ => Vec::new(),
    };
    let slots = slots.iter().filter_map(Value::as_str);
    slots.map(str::to_owned).collect()
}

fn set_index(slots: &[String]) -> bool {
    storage::write(INDEX, &Value::from(slots).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_belongs_to_one_target_only() {
        let first = first_slot(&Draft {
            bk_biz_id: "2".into(),
            template_id: "7".into(),
            ..Draft::default()
        });
        assert_eq!(first, "clocked.draft.cmdb_biz.2.7");
        assert!(is_of(&first, &first));
        assert!(is_of("clocked.draft.cmdb_biz.2.7@1-2", &first));
        for other in [
            "clocked.draft.cmdb_biz.2.71",
            "clocked.draft.cmdb_biz.2.71@1-2",
            "",
        ] {
            assert!(!is_of(other, &first), "{other}");
        }
    }
}
