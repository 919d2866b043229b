//! What stands between a filled form and a request, each tied to a field.

use super::constant::Constant;
use crate::time::{DateError, TimeError};

/// A place on the form that a problem belongs to, in page order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    Project,
    Template,
    Name,
    Date,
    Time,
    Zone,
    Schemes,
    /// A constant, by its key.
    Constant(String),
    /// A row of the added constants, by its number: its key may be empty.
    AddedKey(usize),
    AddedValue(usize),
    /// Nowhere on the form.
    Whole,
}

impl Field {
    /// The id of the control in the document; a problem links to it.
    pub fn element_id(&self) -> String {
        match self {
            Field::Project => "project".into(),
            Field::Template => "template".into(),
            Field::Name => "task-name".into(),
            Field::Date => "plan-date".into(),
            Field::Time => "plan-time".into(),
            Field::Zone => "plan-zone".into(),
            Field::Schemes => "schemes".into(),
            Field::Constant(key) => constant_id(key),
            Field::AddedKey(number) => format!("added-key-{number}"),
            Field::AddedValue(number) => format!("added-value-{number}"),
            Field::Whole => "problems".into(),
        }
    }
}

/// An id for any key whatever its characters: bytes outside letters and
/// digits are written in hexadecimal, so two keys never share one.
pub fn constant_id(key: &str) -> String {
    let mut id = String::from("c-");
    for byte in key.bytes() {
        if byte.is_ascii_alphanumeric() {
            id.push(byte as char);
        } else {
            id.push('_');
            id.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
            id.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        }
    }
    id
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub field: Field,
    pub kind: ProblemKind,
}

impl Problem {
    pub fn new(field: Field, kind: ProblemKind) -> Problem {
        Problem { field, kind }
    }
}

/// Why a field cannot become part of a request. The rules are those of
/// contract part 2 unless another source is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// Nothing was chosen or typed.
    Missing,
    /// Not a decimal id (contract part 1).
    NotAnId,
    /// `get_template_list` says that the person may not plan this template.
    MayNotPlan,
    /// The name has more code points than this after trimming.
    TooLong {
        length: usize,
    },
    /// The name holds the character NUL.
    Nul,
    Date(DateError),
    Time(TimeError),
    ZoneUnknown,
    /// The wall time is skipped by the zone's clock on that day.
    Gap,
    /// The wall time comes twice and neither was chosen.
    Overlap,
    /// The wall time is another instant than it was when it was written.
    OtherInstant,
    /// Not later than the server's clock.
    Past,
    /// Schemes were asked for that the template does not have, and nobody has
    /// decided what shall run without them.
    SchemesGone,
    /// Schemes were ticked that together run no node at all.
    NothingRuns,
    /// Schemes, template or variables are still on their way.
    Loading,
    /// They could not be read; the form has a button to try again.
    LoadFailed,
    Constant(ConstantProblem),
    /// What the backend said of this field.
    Server(String),
}

/// Why a constant's text or choice is not a value that may be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConstantProblem {
    Required,
    /// A secret that the browser did not keep over a reload.
    SecretNotKept,
    NotAnInteger,
    NotADate,
    NotATime,
    NotADateTime,
    /// With the position that the reader gave up at.
    NotJson {
        line: usize,
        column: usize,
    },
    /// An object of JSON with two members of this name, of which one would be lost.
    MemberTwice(String),
    /// JSON as far as it goes.
    CutJson,
    /// A number that the backend would store as Infinity.
    TooLarge,
    /// The template's pattern, which the text does not match.
    Pattern(String),
    /// A JSON value of another type than the template's.
    OtherType,
    /// Not among the template's options.
    NotAnOption,
    KeyMissing,
    /// The same key is on the form already.
    KeyTwice,
    RefersToItself,
    /// The keys of the circle, starting with this one.
    Cycle(Vec<String>),
    /// In a part of a group, or in a column of a table's row, counted from 1.
    Within {
        row: Option<usize>,
        /// The name of the part, its key where it has none.
        part: String,
        problem: Box<ConstantProblem>,
    },
}

impl ConstantProblem {
    pub fn within(self, part: &Constant) -> ConstantProblem {
        let part = match part.name.as_str() {
            "" => &part.key,
            name => name,
        };
        ConstantProblem::Within {
            row: None,
            part: part.to_owned(),
            problem: Box::new(self),
        }
    }

    /// The same with the row told.
    pub fn in_row(self, number: usize) -> ConstantProblem {
        match self {
            ConstantProblem::Within { part, problem, .. } => ConstantProblem::Within {
                row: Some(number),
                part,
                problem,
            },
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_keys_are_plain_and_distinct() {
        assert_eq!(constant_id("${a_b}"), "c-_24_7ba_5fb_7d");
        assert_ne!(constant_id("${a_5fb}"), constant_id("${a_b}"));
    }
}
