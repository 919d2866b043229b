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

#[derive(Default)]
pub struct Readings {
    of: Remaining,
    readings: Vec<Reading>,
}

static UNTOUCHED: Edit = Edit::Untouched;

impl Readings {
    /// One for each constant on the form, in its order. `edits` are by key; one
    /// without a constant on the form means nothing now.
    pub fn read(
        &mut self,
        remaining: &Remaining,
        edits: &[(String, Edit)],
        matches: Matches<'_>,
    ) -> &[Reading] {
        if self.of != *remaining {
            self.of = remaining.clone();
            self.readings.clear();
        }
        let constants = remaining.on_form();
        let mut now: Vec<&Edit> = vec![&UNTOUCHED; constants.len()];
        for (key, edit) in edits {
            if let Some(place) = remaining.place(key) {
                now[place] = edit;
            }
        }
        for (place, (constant, edit)) in constants.iter().zip(now).enumerate() {
            match self.readings.get_mut(place) {
                Some(reading) if reading.edit == *edit => {}
                Some(reading) => *reading = Reading::of(constant, edit, matches),
                None => self.readings.push(Reading::of(constant, edit, matches)),
            }
        }
        &self.readings
    }
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

/// The template's rules hold for a value of the JSON editor too, except that
/// null and other kinds can be meant there.
fn broken(
    constant: &Constant,
    edit: &Edit,
    value: &Value,
    matches: Matches<'_>,
) -> Option<ConstantProblem> {
    match edit {
        Edit::Json(_) => None,
        _ => check(constant, value, matches).err(),
    }
}
