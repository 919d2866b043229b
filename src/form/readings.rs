//! What each constant on the form means as it is written now. A reading is kept
//! until its constant is edited, so that a letter costs one constant however
//! many there are.

use std::sync::Arc;

use serde_json::Value;

use super::remaining::Remaining;
use crate::model::Constant;
use crate::model::constant::{Edit, Matches, check, resolve};
use crate::model::problem::ConstantProblem;
use crate::model::value::same;

#[derive(Clone, Debug)]
pub struct Reading {
    edit: Edit,
    /// `None` for "not sent".
    pub value: Result<Option<Arc<Value>>, ConstantProblem>,
    /// What the template's rules say of the value.
    pub broken: Option<ConstantProblem>,
    /// The value is another one than the template's.
    pub is_changed: bool,
}

static UNTOUCHED: Edit = Edit::Untouched;

/// Reads the constants on the form that are edited otherwise than they were, all
/// of them where there are no readings yet, and says at which places. `edits` are
/// by key; one without a constant on the form means nothing now.
pub fn read_anew(
    readings: &mut Vec<Reading>,
    remaining: &Remaining,
    edits: &[(String, Edit)],
    matches: Matches<'_>,
) -> Vec<usize> {
    let constants = remaining.on_form();
    let mut now: Vec<&Edit> = vec![&UNTOUCHED; constants.len()];
    for (key, edit) in edits {
        if let Some(place) = remaining.place(key) {
            now[place] = edit;
        }
    }
    let mut anew = Vec::new();
    for (place, (constant, edit)) in constants.iter().zip(now).enumerate() {
        match readings.get_mut(place) {
            Some(reading) if reading.edit == *edit => continue,
            Some(reading) => *reading = Reading::of(constant, edit, matches),
            None => readings.push(Reading::of(constant, edit, matches)),
        }
        anew.push(place);
    }
    anew
}

impl Reading {
    pub fn is_untouched(&self) -> bool {
        self.edit == Edit::Untouched
    }

    fn of(constant: &Constant, edit: &Edit, matches: Matches<'_>) -> Reading {
        let value = resolve(constant, edit);
        let (broken, is_changed) = match &value {
            Ok(Some(value)) => (
                broken(constant, edit, value, matches),
                !same(value, &constant.default),
            ),
            _ => (None, false),
        };
        Reading {
            edit: edit.clone(),
            value: value.map(|value| value.map(Arc::new)),
            broken,
            is_changed,
        }
    }
}

/// What is asked for and a pattern hold for a value of the JSON editor too. But
/// null can be meant there, and another value than the options.
fn broken(
    constant: &Constant,
    edit: &Edit,
    value: &Value,
    matches: Matches<'_>,
) -> Option<ConstantProblem> {
    let problem = check(constant, value, matches).err()?;
    match edit {
        Edit::Json(_) if value.is_null() || is_of_options(&problem) => None,
        _ => Some(problem),
    }
}

fn is_of_options(problem: &ConstantProblem) -> bool {
    match problem {
        ConstantProblem::Within { problem, .. } => is_of_options(problem),
        problem => *problem == ConstantProblem::NotAnOption,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::{Choice, Kind, Select};

    #[test]
    fn what_is_asked_for_and_a_pattern_hold_for_json_too() {
        let text = Constant {
            required: true,
            validation: "^[0-9]+$".into(),
            kind: Kind::Text,
            default: json!("1"),
            ..Constant::part_of("${a}")
        };
        let broken = |constant: &Constant, json: &str| {
            let digits = |_: &str, text: &str| {
                Some(!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
            };
            Reading::of(constant, &Edit::Json(json.into()), &digits).broken
        };
        assert_eq!(broken(&text, "\"\""), Some(ConstantProblem::Required));
        assert_eq!(broken(&text, "[]"), Some(ConstantProblem::Required));
        let pattern = ConstantProblem::Pattern("^[0-9]+$".into());
        assert_eq!(broken(&text, "\"abc\""), Some(pattern));
        for meant in ["\"12\"", "null", "5", "{\"a\": 1}"] {
            assert_eq!(broken(&text, meant), None, "{meant}");
        }
        let choice = Choice {
            label: "One".into(),
            value: json!("one"),
            depth: 0,
        };
        let select = Constant {
            kind: Kind::Select(Select {
                options: vec![choice],
                multiple: false,
                radios: false,
            }),
            ..text
        };
        let select = Constant {
            validation: String::new(),
            ..select
        };
        assert_eq!(broken(&select, "\"other\""), None);
        assert_eq!(broken(&select, "\"\""), Some(ConstantProblem::Required));
    }
}
