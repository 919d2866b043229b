//! What pairs would do to the variables of the form.

use std::collections::HashSet;

use serde_json::Value;

use super::lines::shown;
use super::{Pair, Written};
use crate::form::like::{as_json, edit_of};
use crate::form::remaining::Remaining;
use crate::model::constant::{
    Edit, are_apart, loose_edit, other_kind, parse_json, resolve, shows_whole,
};
use crate::model::problem::ConstantProblem;
use crate::model::value::same;
use crate::model::{Choice, Constant, Kind};

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// The variable gets this edit.
    Changes {
        edit: Edit,
        value: Value,
    },
    Unchanged,
    /// The value is none of the variable's kind.
    WrongType(ConstantProblem),
    /// A later pair has the same key, and counts.
    GivenAgain,
    /// No variable on the form has this key: it could be added.
    Unknown {
        edit: Edit,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    pub key: String,
    pub effect: Effect,
}

/// `edit` gives the edit that a constant has now.
pub fn plan<'a>(
    pairs: &'a [Pair],
    constants: &Remaining,
    edit: impl Fn(&Constant) -> Edit,
) -> Vec<Planned> {
    // From the last one on.
    let mut seen: HashSet<&str> = HashSet::new();
    let mut effect = |pair: &'a Pair| {
        if !seen.insert(&pair.key) {
            return Effect::GivenAgain;
        }
        let Some(constant) = constants.get(&pair.key) else {
            return Effect::Unknown {
                edit: match &pair.value {
                    Written::Text(text) => Edit::Text(text.clone()),
                    Written::Json(value) => loose_edit(value),
                },
            };
        };
        let old = resolve(constant, &edit(constant)).ok().flatten();
        let is_old = |value: &Value| old.as_ref().is_some_and(|old| same(old, value));
        if let Written::Json(value) = &pair.value {
            if is_old(value) {
                return Effect::Unchanged;
            }
            if let Some(problem) = other_kind(constant, value) {
                return Effect::WrongType(problem);
            }
        }
        let read =
            edit_for(constant, &pair.value).and_then(|new| Ok((resolve(constant, &new)?, new)));
        match read {
            Err(problem) => Effect::WrongType(problem),
            Ok((Some(value), _)) if is_old(&value) => Effect::Unchanged,
            Ok((value, edit)) => Effect::Changes {
                edit,
                value: value.unwrap_or_default(),
            },
        }
    };
    let planned = |pair: &'a Pair| Planned {
        key: pair.key.clone(),
        effect: effect(pair),
    };
    let mut planned: Vec<Planned> = pairs.iter().rev().map(planned).collect();
    planned.reverse();
    planned
}

/// The edit that gives a constant this value and no other.
fn edit_for(constant: &Constant, value: &Written) -> Result<Edit, ConstantProblem> {
    match value {
        Written::Json(value) => json_edit(constant, value),
        Written::Text(text) => text_edit(constant, text),
    }
}

/// A JSON value is taken as it is, where the constant can be that.
fn json_edit(constant: &Constant, value: &Value) -> Result<Edit, ConstantProblem> {
    if same(value, &constant.default) {
        return Ok(Edit::Untouched);
    }
    if let Kind::Select(select) = &constant.kind {
        let picked = match (select.multiple, value) {
            (true, Value::Array(values)) => values.clone(),
            // A list of one is another value than that one.
            (true, _) => return Err(ConstantProblem::OtherType),
            (false, _) => vec![value.clone()],
        };
        return picked_edit(constant, picked);
    }
    let is_same_type = std::mem::discriminant(value) == std::mem::discriminant(&constant.default);
    let is_number = constant.kind == Kind::Integer && value.is_number();
    let is_fit = is_same_type || is_number || constant.kind == Kind::Json;
    match edit_of(constant, value) {
        // What its own control can hold is also of its kind.
        Some(edit) if is_fit || !matches!(edit, Edit::Json(_)) => Ok(edit),
        None if is_fit => Ok(as_json(&constant.kind, value)),
        _ => Err(ConstantProblem::OtherType),
    }
}

fn text_edit(constant: &Constant, text: &str) -> Result<Edit, ConstantProblem> {
    // As the default is written, whatever its type.
    if text == shown(&constant.default) {
        return Ok(Edit::Untouched);
    }
    let edit = match &constant.kind {
        Kind::Select(select) => {
            // Of a value that is no text, its JSON is written.
            let is_meant =
                |option: &&Choice, own: &str| option.label == own || shown(&option.value) == own;
            let value = |own: &str| {
                let option = select.options.iter().find(|option| is_meant(option, own));
                option.map_or_else(|| own.into(), |option| option.value.clone())
            };
            let values = match (select.multiple, parse_json(text)) {
                (true, Ok(Value::Array(values))) => values,
                (true, _) => text
                    .split(',')
                    .map(str::trim)
                    .filter(|own| !own.is_empty())
                    .map(value)
                    .collect(),
                (false, _) => vec![value(text)],
            };
            return picked_edit(constant, values);
        }
        // A text in a line is the text that such a value is, where it is one.
        Kind::Json => match (parse_json(text), &constant.default) {
            (Err(problem @ ConstantProblem::MemberTwice(_)), _) => return Err(problem),
            (Err(_), Value::String(_)) => Edit::Text(Value::from(text).to_string()),
            _ => Edit::Text(text.to_owned()),
        },
        Kind::Table(_) | Kind::Group(_) | Kind::Staff => {
            return json_edit(constant, &parse_json(text)?);
        }
        Kind::List { .. } if text.trim_start().starts_with('[') => {
            return json_edit(constant, &parse_json(text)?);
        }
        Kind::Password => match parse_json(text) {
            Ok(value @ Value::Object(_)) => Edit::Json(value.to_string()),
            Err(problem @ ConstantProblem::MemberTwice(_)) => return Err(problem),
            _ => Edit::Text(text.to_owned()),
        },
        // Its box would show another text than is sent.
        kind @ (Kind::Text | Kind::Users | Kind::LongText | Kind::Code)
            if !shows_whole(kind, text) =>
        {
            Edit::Json(Value::from(text).to_string())
        }
        _ => Edit::Text(text.to_owned()),
    };
    match resolve(constant, &edit)? {
        Some(value) if same(&value, &constant.default) => Ok(Edit::Untouched),
        _ => Ok(edit),
    }
}

/// Only what the template offers can be picked.
fn picked_edit(constant: &Constant, values: Vec<Value>) -> Result<Edit, ConstantProblem> {
    let Kind::Select(select) = &constant.kind else {
        return Err(ConstantProblem::OtherType);
    };
    let is_offered = |value: &Value| {
        let empty = !select.multiple && value.as_str() == Some("");
        empty
            || select
                .options
                .iter()
                .any(|option| same(&option.value, value))
    };
    if !values.iter().all(is_offered) {
        return Err(ConstantProblem::NotAnOption);
    }
    let edit = match are_apart(&values) {
        true => Edit::Picked(values),
        false => as_json(&constant.kind, &values.into()),
    };
    match resolve(constant, &edit)? {
        Some(value) if same(&value, &constant.default) => Ok(Edit::Untouched),
        _ => Ok(edit),
    }
}
