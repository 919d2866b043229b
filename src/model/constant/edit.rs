//! What a person did to a constant, and the value that it means.

use serde_json::Value;

use super::check::{Matches, check, is_reference};
use super::json::parse_json;
use super::password::password;
use super::rows::Row;
use super::{Constant, Kind, Select};
use crate::model::problem::ConstantProblem;
use crate::model::value::same;
use crate::time::Pasted;
use crate::time::instant::{date_text, full_time_text, wall_text};
use crate::time::wall::{parse_date, parse_pasted, parse_time};

/// What a person did to a constant, as typed or picked. Survives every change
/// of schemes and templates; only [`resolve`] gives it a meaning.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Edit {
    #[default]
    Untouched,
    Text(String),
    Picked(Vec<Value>),
    /// Of the parts of a group, by their keys.
    Parts(Vec<(String, Edit)>),
    /// The rows of a table, in their order.
    Rows(Vec<Row>),
    /// Typed into the JSON editor, whatever the kind.
    Json(String),
    /// Left out of the request on purpose: the template's value at the start.
    /// Holds the edit before, to come back to.
    NotSent(Box<Edit>),
}

/// The value that an edit means, `None` for "not sent". A value that is
/// exactly one `${…}` reference fits every kind that is typed.
pub fn resolve(constant: &Constant, edit: &Edit) -> Result<Option<Value>, ConstantProblem> {
    match edit {
        Edit::Untouched => Ok(Some(constant.default.clone())),
        Edit::NotSent(_) => Ok(None),
        Edit::Json(text) => parse_json(text).map(Some),
        Edit::Picked(values) => Ok(Some(picked(constant, values))),
        Edit::Text(text) => typed(constant, text).map(Some),
        Edit::Parts(_) | Edit::Rows(_) => constant.assembled(edit).map(Some),
    }
}

/// The edit that gives a value where no constant says its kind.
pub fn loose_edit(value: &Value) -> Edit {
    match value {
        Value::String(text) => Edit::Text(text.clone()),
        other => Edit::Json(other.to_string()),
    }
}

/// Whether the box of a kind shows this text as it is: a line drops line ends, a
/// larger box turns some into others.
pub fn shows_whole(kind: &Kind, text: &str) -> bool {
    let is_area = matches!(
        kind,
        Kind::LongText | Kind::Code | Kind::Json | Kind::List { .. }
    );
    !text.contains('\r') && (is_area || !text.contains('\n'))
}

/// The value of an edit with the text that was typed where it means nothing
/// yet, which may be half of something.
pub fn as_far_as_understood(constant: &Constant, edit: &Edit) -> Value {
    match (resolve(constant, edit), edit) {
        (Ok(Some(value)), _) => value,
        (Err(_), Edit::Text(text)) => Value::String(text.clone()),
        (Err(_), Edit::Parts(_) | Edit::Rows(_)) => constant.assembled_roughly(edit),
        _ => constant.default.clone(),
    }
}

/// What is wrong with an edit by itself: with its text, or with the rules of
/// the template for its value.
pub fn problem(constant: &Constant, edit: &Edit, matches: Matches<'_>) -> Option<ConstantProblem> {
    match resolve(constant, edit) {
        Ok(Some(value)) => check(constant, &value, matches).err(),
        Ok(None) => None,
        Err(problem) => Some(problem),
    }
}

/// What is wrong with a text that came as JSON where the kind's own texts have
/// another notation. The backend takes it, so it
/// is refused of nothing that is there already. What a text with a reference in
/// it will be is not known before the run.
pub fn other_kind(constant: &Constant, value: &Value) -> Option<ConstantProblem> {
    let Value::String(text) = value else {
        return None;
    };
    let is_free = text.contains("${") || same(value, &constant.default);
    match constant.kind.has_notation() && !is_free {
        true => typed(constant, text).err(),
        false => None,
    }
}

fn picked(constant: &Constant, values: &[Value]) -> Value {
    match &constant.kind {
        Kind::Select(Select {
            multiple: false, ..
        }) => values
            .first()
            .cloned()
            .unwrap_or_else(|| Value::String(String::new())),
        _ => Value::Array(values.to_vec()),
    }
}

fn typed(constant: &Constant, text: &str) -> Result<Value, ConstantProblem> {
    let is_typed_as_text = matches!(
        constant.kind,
        Kind::Text | Kind::LongText | Kind::Code | Kind::Select(_) | Kind::Password | Kind::Json
    );
    if !is_typed_as_text && is_reference(text.trim()) {
        return Ok(Value::String(text.trim().to_owned()));
    }
    match constant.kind {
        // What stood there as a number stays one as long as it reads as one.
        Kind::Text if constant.default.is_number() => match parse_json(text) {
            Ok(Value::Number(number)) if number.as_str() == text => Ok(Value::Number(number)),
            _ => Ok(Value::String(text.to_owned())),
        },
        Kind::Text | Kind::LongText | Kind::Code | Kind::Users | Kind::Select(_) => {
            Ok(Value::String(text.to_owned()))
        }
        Kind::List { numbers } => {
            let items = list_of(text, numbers);
            // Beside numbers a text is a slip, unless the template has it.
            let own = constant.default.as_array();
            let is_slip = |item: &Value| {
                item.as_str().is_some_and(|text| !text.contains("${"))
                    && !own.is_some_and(|own| own.contains(item))
            };
            match numbers && items.iter().any(is_slip) {
                true => Err(ConstantProblem::NotAnInteger),
                false => Ok(Value::Array(items)),
            }
        }
        Kind::Integer => integer(text),
        Kind::Date => empty_or(text, |text| {
            let date = parse_date(text).map_err(|_| ConstantProblem::NotADate)?;
            Ok(date_text(date))
        }),
        Kind::Time => empty_or(text, |text| {
            let time = parse_time(text).map_err(|_| ConstantProblem::NotATime)?;
            Ok(full_time_text(time))
        }),
        Kind::DateTime => empty_or(text, date_time),
        Kind::Password => Ok(password(&constant.default, text)),
        Kind::Staff | Kind::Table(_) | Kind::Group(_) | Kind::Json => parse_json(text),
    }
}

/// The items of a list, one a line; lines of nothing but space are none.
/// `numbers` makes numbers of those that are whole ones.
pub fn list_of(text: &str, numbers: bool) -> Vec<Value> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let item = |line: &str| match integer(line) {
        Ok(number) if numbers => number,
        _ => Value::String(line.to_owned()),
    };
    lines.map(item).collect()
}

/// Items as the text that [`list_of`] reads.
pub fn lines_of(items: &[Value]) -> String {
    let line = |item: &Value| match item {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    items.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn empty_or(
    text: &str,
    read: impl Fn(&str) -> Result<String, ConstantProblem>,
) -> Result<Value, ConstantProblem> {
    if text.trim().is_empty() {
        return Ok(Value::String(String::new()));
    }
    read(text).map(Value::String)
}

fn date_time(text: &str) -> Result<String, ConstantProblem> {
    match parse_pasted(text) {
        Some(Pasted::DateTime(wall)) => Ok(wall_text(wall)),
        // The constant has no offset: an instant would lose its own.
        Some(Pasted::Instant(_)) | None => Err(ConstantProblem::NotADateTime),
    }
}

/// Digits of any number, kept whole beyond 2^53. Empty stays an empty text,
/// as bk-sops stores a number that was never filled in.
fn integer(text: &str) -> Result<Value, ConstantProblem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Value::String(String::new()));
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ConstantProblem::NotAnInteger);
    }
    let digits = digits.trim_start_matches('0');
    let digits = if digits.is_empty() { "0" } else { digits };
    let sign = if digits == "0" { "" } else { sign };
    let number = format!("{sign}{digits}").parse();
    number.map_err(|_| ConstantProblem::NotAnInteger)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::tests::constant;
    use super::*;

    fn text(kind: Kind, text: &str) -> Result<Value, ConstantProblem> {
        resolve(&constant(kind, json!("")), &Edit::Text(text.into()))
            .map(|value| value.expect("a typed value is sent"))
    }

    #[test]
    fn what_is_typed_is_sent_in_the_kind_of_the_constant() {
        assert_eq!(text(Kind::Text, " 003 "), Ok(json!(" 003 ")));
        assert_eq!(text(Kind::Integer, "-007"), Ok(json!(-7)));
        assert_eq!(text(Kind::Date, "2027-7-1"), Ok(json!("2027-07-01")));
        assert_eq!(text(Kind::Time, "9:05"), Ok(json!("09:05:00")));
        assert_eq!(
            text(Kind::DateTime, "2027-07-01 9:05"),
            Ok(json!("2027-07-01 09:05:00"))
        );
        assert_eq!(text(Kind::Json, r#"{"a":[1]}"#), Ok(json!({"a":[1]})));
        assert_eq!(
            text(Kind::Password, "p"),
            Ok(json!({"type": "password_value", "tag": "value", "value": "p"}))
        );
    }

    #[test]
    fn a_single_reference_fits_every_typed_kind_but_secrets() {
        for kind in [
            Kind::Text,
            Kind::Integer,
            Kind::Date,
            Kind::Time,
            Kind::DateTime,
        ] {
            assert_eq!(text(kind, "${other}"), Ok(json!("${other}")));
        }
        assert_eq!(text(Kind::Integer, " ${other} "), Ok(json!("${other}")));
        assert_eq!(
            text(Kind::Text, " ${other} "),
            Ok(json!(" ${other} ")),
            "a text as it is"
        );
    }

    #[test]
    fn what_is_not_of_the_kind_is_told() {
        for (kind, typed, problem) in [
            (Kind::Integer, "1.5", ConstantProblem::NotAnInteger),
            (Kind::Integer, "1e3", ConstantProblem::NotAnInteger),
            (Kind::Date, "2027-02-30", ConstantProblem::NotADate),
            (Kind::Time, "25:00", ConstantProblem::NotATime),
            (
                Kind::DateTime,
                "2027-07-01T09:00Z",
                ConstantProblem::NotADateTime,
            ),
        ] {
            assert_eq!(text(kind, typed), Err(problem), "{typed}");
        }
        let numbers = constant(Kind::List { numbers: true }, json!([7, "all"]));
        let list = |text: &str| resolve(&numbers, &Edit::Text(text.into()));
        assert_eq!(list("7\n8, 9"), Err(ConstantProblem::NotAnInteger));
        let typed = json!([8, "all", "1${id}"]);
        assert_eq!(list("8\nall\n1${id}"), Ok(Some(typed)));
        assert_eq!(text(Kind::Json, "{"), Err(ConstantProblem::CutJson));
        assert!(matches!(
            text(Kind::Json, "NaN"),
            Err(ConstantProblem::NotJson { .. })
        ));
        for huge in ["1e400", "[-1E+9999999999999999999]", "123456e303"] {
            assert_eq!(
                text(Kind::Json, huge),
                Err(ConstantProblem::TooLarge),
                "{huge}"
            );
        }
        for fine in ["1e300", "0e999", "1e-999", "1e-99999999999999999999"] {
            assert!(text(Kind::Json, fine).is_ok(), "{fine}");
        }
    }

    #[test]
    fn a_list_is_sent_as_its_lines() {
        let list = |numbers, typed| text(Kind::List { numbers }, typed);
        assert_eq!(list(false, " a \n\n5"), Ok(json!(["a", "5"])));
        assert_eq!(list(true, "5\n${x}\n007"), Ok(json!([5, "${x}", 7])));
        assert_eq!(list(true, ""), Ok(json!([])));
        assert_eq!(list(true, "${all}"), Ok(json!("${all}")));
    }

    #[test]
    fn a_number_in_a_text_box_stays_a_number_while_it_reads_as_one() {
        let number = constant(Kind::Text, json!(5));
        for (typed, value) in [
            ("6", json!(6)),
            ("1.5", json!(1.5)),
            ("06", json!("06")),
            (" 6", json!(" 6")),
            ("", json!("")),
            ("six", json!("six")),
        ] {
            let resolved = resolve(&number, &Edit::Text(typed.into()));
            assert_eq!(resolved, Ok(Some(value)), "{typed}");
        }
        assert_eq!(text(Kind::Text, "6"), Ok(json!("6")));
    }

    #[test]
    fn empty_zero_false_null_and_not_sent_stay_apart() {
        let constant = constant(Kind::Json, json!("default"));
        for (edit, value) in [
            (Edit::Text("\"\"".into()), Some(json!(""))),
            (Edit::Json("0".into()), Some(json!(0))),
            (Edit::Json("false".into()), Some(json!(false))),
            (Edit::Json("null".into()), Some(Value::Null)),
            (Edit::NotSent(Box::default()), None),
            (Edit::Untouched, Some(json!("default"))),
        ] {
            assert_eq!(resolve(&constant, &edit), Ok(value));
        }
    }

    proptest! {
        #[test]
        fn an_integer_of_any_length_is_kept_whole(digits in "-?[1-9][0-9]{0,60}") {
            let value = text(Kind::Integer, &digits).expect("digits are an integer");
            prop_assert_eq!(value.to_string(), digits);
        }

        #[test]
        fn no_text_breaks_any_kind(typed in any::<String>()) {
            for kind in [Kind::Text, Kind::LongText, Kind::Integer, Kind::Date, Kind::Time,
                         Kind::DateTime, Kind::Password, Kind::Users, Kind::Json,
                         Kind::List { numbers: true }, Kind::Staff, Kind::Table(Vec::new())] {
                let _ = text(kind, &typed);
            }
        }
    }
}
