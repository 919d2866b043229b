//! The rules of the template for a value.

use serde_json::Value;

use super::password::password_of;
use super::{Constant, Kind};
use crate::model::problem::ConstantProblem;

/// Tells whether a text matches a pattern; `None` where the pattern cannot be
/// judged, which never blocks.
pub type Matches<'a> = &'a dyn Fn(&str, &str) -> Option<bool>;

/// Exactly one `${…}` and nothing else: its value is not known before the run,
/// so patterns do not apply (PRODUCT part 6).
pub fn is_reference(text: &str) -> bool {
    text.strip_prefix("${")
        .and_then(|rest| rest.strip_suffix('}'))
        .is_some_and(|inside| !inside.is_empty() && !inside.contains(['{', '}', '$']))
}

/// Whether an empty text is refused: by the rule itself, or by a pattern that it
/// does not match.
pub fn wants_value(constant: &Constant, matches: Matches<'_>) -> bool {
    let pattern = &constant.validation;
    constant.required || (!pattern.is_empty() && matches(pattern, "") == Some(false))
}

/// The rules of the template that neither the backend nor the run's start
/// checks, but that the run would trip over.
pub fn check(
    constant: &Constant,
    value: &Value,
    matches: Matches<'_>,
) -> Result<(), ConstantProblem> {
    if let Value::String(text) = value {
        if is_reference(text) {
            return Ok(());
        }
        let pattern = &constant.validation;
        if !pattern.is_empty() && matches(pattern, text) == Some(false) {
            return Err(if text.is_empty() {
                ConstantProblem::Required
            } else {
                ConstantProblem::Pattern(pattern.clone())
            });
        }
    }
    if constant.required && is_empty(constant, value) {
        return Err(ConstantProblem::Required);
    }
    let Kind::Select(select) = &constant.kind else {
        let part = |part: &Constant, value: &Value| check(part, value, matches);
        constant.check_parts(value, &part)?;
        return check_manual(constant, value);
    };
    let is_known = match value {
        value if is_empty(constant, value) => true,
        // A list where one is to be chosen is sent as it came, if its items are known.
        Value::Array(values) => {
            let mut values = values.iter();
            select.position(value).is_some() || values.all(|v| select.position(v).is_some())
        }
        value => select.strays(value).is_empty(),
    };
    if is_known || !select.is_complete() {
        Ok(())
    } else {
        Err(ConstantProblem::NotAnOption)
    }
}

/// A host selector that shall take what was typed by hand ends the start of the
/// run where that or its type is missing (bk-sops, `get_ip_picker_result`).
fn check_manual(constant: &Constant, value: &Value) -> Result<(), ConstantProblem> {
    let is_manual = value.pointer("/selectors/0").and_then(Value::as_str) == Some("manual");
    let Some(typed) = constant.part("manual_input", None).filter(|_| is_manual) else {
        return Ok(());
    };
    let is_there = |part: &&Constant| {
        let own = value.get("manual_input").and_then(|own| own.get(&part.key));
        own.is_some_and(|own| !is_empty(part, own))
    };
    match typed.kind.parts().iter().find(|part| !is_there(part)) {
        Some(part) => Err(ConstantProblem::Required.within(part).within(&typed)),
        None => Ok(()),
    }
}

/// What "required" refuses: empty texts, lists and objects, null; of a
/// password its inner text. Never a boolean or a number.
fn is_empty(constant: &Constant, value: &Value) -> bool {
    if constant.kind == Kind::Password {
        return password_of(value).is_empty();
    }
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::constant;
    use super::super::{Choice, Select};
    use super::*;

    #[test]
    fn a_pattern_that_no_empty_text_matches_wants_a_value() {
        let matches = |pattern: &str, text: &str| match pattern {
            "(" => None,
            pattern => Some(pattern == "^.*$" || !text.is_empty()),
        };
        let with = |validation: &str| {
            let mut own = constant(Kind::Text, json!(""));
            own.validation = validation.into();
            wants_value(&own, &matches)
        };
        assert!(with("^.+$"));
        for pattern in ["", "^.*$", "("] {
            assert!(!with(pattern), "{pattern}");
        }
    }

    #[test]
    fn options_requirement_and_pattern_are_checked_but_never_for_a_reference() {
        let all = |_: &str, _: &str| Some(false);
        let mut select = constant(
            Kind::Select(Select {
                options: vec![Choice {
                    label: "one".into(),
                    value: json!(1),
                    depth: 0,
                }],
                multiple: false,
                radios: false,
            }),
            json!(1),
        );
        select.required = true;
        assert_eq!(check(&select, &json!(1), &all), Ok(()));
        assert_eq!(check(&select, &json!("1"), &all), Ok(()), "one option");
        assert_eq!(
            check(&select, &json!("2"), &all),
            Err(ConstantProblem::NotAnOption)
        );
        assert_eq!(
            check(&select, &json!(""), &all),
            Err(ConstantProblem::Required)
        );
        assert_eq!(check(&select, &json!("${x}"), &all), Ok(()));
        let mut text = constant(Kind::Text, json!(""));
        text.validation = "^.+$".into();
        assert_eq!(
            check(&text, &json!(""), &all),
            Err(ConstantProblem::Required)
        );
        assert_eq!(
            check(&text, &json!("x"), &all),
            Err(ConstantProblem::Pattern("^.+$".into()))
        );
        assert_eq!(check(&text, &json!("x"), &|_, _| None), Ok(()));
    }
}
