//! Which values of the form are sent, and what stands in their way. Both are kept
//! from one look at the form to the next, so that a letter costs the constant that
//! it is typed in and not all of them, however many there are; but for one in the
//! key of an added constant, which is another key to search all for.

use std::sync::Arc;

use serde_json::Value;

use super::readings::{Reading, read_anew};
use super::remaining::Remaining;
use super::written::{Sent, Written};
use crate::model::constant::Matches;
use crate::model::reference::{Fault, References};
use crate::model::{Constant, ConstantProblem};

#[derive(Default)]
pub struct Sending {
    /// What it follows: the constants on the form, and the keys of the added ones.
    of: Remaining,
    added: Vec<String>,
    /// One for each constant on the form.
    readings: Vec<Reading>,
    /// Between those on the form and, behind them, the added ones.
    references: References,
    /// What else decided which of them are sent.
    chosen: (Sent, Vec<String>),
    /// By their places on the form: those that may have a problem, and those that
    /// are sent with another value than the template's.
    faulty: Vec<bool>,
    changed: Vec<bool>,
}

impl Sending {
    /// Follows the form; `added` are the added constants that can be sent.
    pub fn follow(
        &mut self,
        remaining: &Remaining,
        added: &[(&str, Arc<Value>)],
        written: &Written,
        matches: Matches<'_>,
    ) {
        let on_form = remaining.on_form().len();
        let is_other = self.of != *remaining;
        if is_other {
            self.of = remaining.clone();
            self.readings.clear();
            self.faulty = vec![false; on_form];
            self.changed = vec![false; on_form];
        }
        let mut anew = read_anew(&mut self.readings, remaining, &written.edits, matches);
        if is_other || !added.iter().map(|(key, _)| key).eq(&self.added) {
            self.added = added.iter().map(|(key, _)| (*key).to_owned()).collect();
            let own = remaining.on_form().iter();
            let own = own.map(|constant| constant.key.clone());
            self.references = References::new(own.chain(self.added.iter().cloned()).collect());
            anew = (0..on_form).collect();
        }
        let chosen = (written.sent, written.withheld.clone());
        if self.chosen != chosen {
            self.chosen = chosen;
            anew = (0..on_form).collect();
        }
        for place in anew {
            self.follow_one(place);
        }
        for (place, (_, value)) in added.iter().enumerate() {
            self.references.set(on_form + place, Some(value));
        }
    }

    fn follow_one(&mut self, place: usize) {
        let is_lost = self.is_lost(place);
        let reading = &self.readings[place];
        let value = match &reading.value {
            Ok(value) => value.as_ref(),
            Err(_) => None,
        };
        let (sent, _) = &self.chosen;
        let value = value.filter(|_| !is_lost && (*sent == Sent::All || reading.is_changed));
        self.faulty[place] = is_lost || reading.value.is_err() || reading.broken.is_some();
        self.changed[place] = value.is_some() && reading.is_changed;
        self.references.set(place, value);
    }

    /// Whether it is a secret that was typed before a reload and not since.
    fn is_lost(&self, place: usize) -> bool {
        let (_, withheld) = &self.chosen;
        !withheld.is_empty()
            && self.readings[place].is_untouched()
            && withheld.contains(&self.of.on_form()[place].key)
    }

    /// What is sent: keys with their values, in the order of the form.
    pub fn sent(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.references.submitted()
    }

    /// How many of those the template has otherwise, or not at all.
    pub fn changed(&self) -> usize {
        let of_form = self.changed.iter().filter(|is_changed| **is_changed);
        of_form.count() + self.added.len()
    }

    /// What is wrong with constants of the form, each for itself.
    pub fn problems(&self) -> impl Iterator<Item = (&Constant, ConstantProblem)> {
        let faulty = self.faulty.iter().enumerate();
        let faulty = faulty.filter_map(|(place, is_faulty)| is_faulty.then_some(place));
        faulty.filter_map(|place| {
            let constant = &self.of.on_form()[place];
            Some((constant, self.problem(place, constant)?))
        })
    }

    fn problem(&self, place: usize, constant: &Constant) -> Option<ConstantProblem> {
        let reading = &self.readings[place];
        let value_of = |key: &str| value_in_run(&self.of, &self.readings, key);
        match &reading.value {
            _ if self.is_lost(place) => Some(ConstantProblem::SecretNotKept),
            Err(problem) => Some(problem.clone()),
            Ok(_) => reading
                .broken
                .clone()
                .filter(|_| !constant.is_hidden_by(&value_of)),
        }
    }

    /// What is wrong with how those that are sent refer to each other.
    pub fn faults(&self) -> Vec<Fault> {
        self.references.faults()
    }
}

/// What conditions look at: the value that a constant of the form will have in
/// the run.
fn value_in_run(remaining: &Remaining, readings: &[Reading], key: &str) -> Option<Value> {
    let place = remaining.place(key)?;
    match &readings.get(place)?.value {
        Ok(Some(value)) => Some((**value).clone()),
        _ => Some(remaining.on_form().get(place)?.default.clone()),
    }
}
