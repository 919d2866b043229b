//! Constants of a template ("variables" to its users): what kind of control
//! edits one, and how its text or choice becomes the value that is sent.

use serde_json::{Map, Value};

use super::problem::ConstantProblem;
use super::value::same;
use crate::time::Pasted;
use crate::time::instant::{date_text, full_time_text, wall_text};
use crate::time::wall::{parse_date, parse_pasted, parse_time};

/// A constant as the form works with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Constant {
    /// With its wrapping, as `${version}`.
    pub key: String,
    pub name: String,
    pub desc: String,
    pub index: i64,
    /// `custom_type`, or `source_tag` where that is empty: what bk-sops calls it.
    pub type_name: String,
    pub kind: Kind,
    /// What an untouched constant is sent as. For the kinds whose template
    /// value is a configuration this is the default within it.
    pub default: Value,
    /// `show_type` is not "show": not on the form unless asked for.
    pub hidden: bool,
    /// An output of a node: cannot be given a value.
    pub output: bool,
    pub required: bool,
    /// A regular expression of JavaScript; empty for none.
    pub validation: String,
    pub hide_conditions: Vec<HideCondition>,
}

/// Hides a constant while another one has, or has not, a value.
#[derive(Clone, Debug, PartialEq)]
pub struct HideCondition {
    pub key: String,
    pub equal: bool,
    pub value: Value,
}

/// The control that edits a constant.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Text,
    LongText,
    Integer,
    Date,
    Time,
    DateTime,
    Password,
    Select(Select),
    /// Anything else, as its JSON text.
    Json,
}

impl Kind {
    /// What an edit of this kind looks like: edits of another form are kept apart.
    pub fn form(&self) -> &'static str {
        match self {
            Kind::Select(Select { multiple: true, .. }) => "many",
            Kind::Select(_) => "one",
            Kind::Json => "json",
            _ => "text",
        }
    }

    /// Whether its control wants the whole width of the form.
    pub fn is_wide(&self) -> bool {
        matches!(self, Kind::LongText | Kind::Json)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Select {
    pub options: Vec<Choice>,
    pub multiple: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub label: String,
    pub value: Value,
}

/// What a person did to a constant, as typed or picked. Survives every change
/// of schemes and templates; only [`resolve`] gives it a meaning.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Edit {
    #[default]
    Untouched,
    Text(String),
    Picked(Vec<Value>),
    /// Typed into the JSON editor, whatever the kind.
    Json(String),
    /// Left out of the request on purpose: the template's value at the start.
    /// Holds the edit before, to come back to.
    NotSent(Box<Edit>),
}

impl Constant {
    /// Whether the value must not be shown, stored or copied in clear: a
    /// password, or a key that names a secret.
    pub fn secret(&self) -> bool {
        self.kind == Kind::Password || names_a_secret(&self.key)
    }

    /// The default as the text of a control that edits text.
    pub fn default_text(&self) -> String {
        match (&self.kind, &self.default) {
            (Kind::Password, value) => password_of(value).to_owned(),
            (_, Value::String(text)) => text.clone(),
            (_, value) => super::request::pretty(value),
        }
    }

    /// Whether the condition of some other constant hides this one: any of
    /// them suffices, and values are equal as JSON is, so "5" is not 5
    /// (contract part 5; a condition on an absent constant never holds).
    pub fn is_hidden_by(&self, values: &Map<String, Value>) -> bool {
        self.hide_conditions.iter().any(|condition| {
            values
                .get(&condition.key)
                .is_some_and(|value| same(value, &condition.value) == condition.equal)
        })
    }
}

/// Words in a key that announce a secret.
const SECRET_WORDS: [&str; 9] = [
    "password",
    "passwd",
    "pwd",
    "secret",
    "token",
    "private_key",
    "api_key",
    "apikey",
    "credential",
];

pub fn names_a_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    SECRET_WORDS.iter().any(|word| key.contains(word))
}

/// The text inside the object that a password travels in (contract part 5).
pub fn password_of(value: &Value) -> &str {
    value
        .get("value")
        .unwrap_or(value)
        .as_str()
        .unwrap_or_default()
}

/// Tells whether a text matches a pattern; `None` where the pattern cannot be
/// judged, which never blocks.
pub type Matches<'a> = &'a dyn Fn(&str, &str) -> Option<bool>;

/// The value that an edit means, `None` for "not sent". A value that is
/// exactly one `${…}` reference fits every kind that is typed.
pub fn resolve(constant: &Constant, edit: &Edit) -> Result<Option<Value>, ConstantProblem> {
    match edit {
        Edit::Untouched => Ok(Some(constant.default.clone())),
        Edit::NotSent(_) => Ok(None),
        Edit::Json(text) => parse_json(text).map(Some),
        Edit::Picked(values) => Ok(Some(picked(constant, values))),
        Edit::Text(text) => typed(constant, text).map(Some),
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
        Kind::Text | Kind::LongText | Kind::Select(_) | Kind::Password | Kind::Json
    );
    if !is_typed_as_text && is_reference(text.trim()) {
        return Ok(Value::String(text.trim().to_owned()));
    }
    match constant.kind {
        Kind::Text | Kind::LongText | Kind::Select(_) => Ok(Value::String(text.to_owned())),
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
        Kind::Json => parse_json(text),
    }
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
    serde_json::from_str(&format!("{sign}{digits}")).map_err(|_| ConstantProblem::NotAnInteger)
}

/// A typed password in the shape that the template's own value has.
fn password(default: &Value, text: &str) -> Value {
    let mut value = match default {
        Value::Object(fields) => fields.clone(),
        _ => Map::from_iter([
            ("type".to_owned(), Value::from("password_value")),
            ("tag".to_owned(), Value::from("value")),
        ]),
    };
    value.insert("value".into(), Value::String(text.to_owned()));
    Value::Object(value)
}

/// The value of a JSON text; NaN and Infinity, which the backend takes and then
/// answers with, are no JSON.
pub fn parse_json(text: &str) -> Result<Value, ConstantProblem> {
    let value = serde_json::from_str(text).map_err(|error| ConstantProblem::NotJson {
        line: error.line(),
        column: error.column(),
        reason: error.to_string(),
    })?;
    match has_infinity(&value) {
        false => Ok(value),
        true => Err(ConstantProblem::TooLarge),
    }
}

/// Whether a number is beyond what the backend's parser holds: it would be
/// stored as Infinity and spoil every list that the task is in (contract part 8).
pub fn has_infinity(value: &Value) -> bool {
    match value {
        Value::Number(number) => is_infinite(number.as_str()),
        Value::Array(items) => items.iter().any(has_infinity),
        Value::Object(fields) => fields.values().any(has_infinity),
        _ => false,
    }
}

/// By the magnitude of a decimal text: 1.8e308 is the largest double. An
/// integer without an exponent is kept whole, whatever its length.
fn is_infinite(number: &str) -> bool {
    let Some((digits, exponent)) = number.split_once(['e', 'E']) else {
        return false;
    };
    let whole = digits
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_start_matches('-');
    let is_zero = digits.bytes().all(|byte| !matches!(byte, b'1'..=b'9'));
    let exponent: i64 = match exponent.parse() {
        Ok(exponent) => exponent,
        Err(_) => return !exponent.starts_with('-') && !is_zero,
    };
    !is_zero && exponent + whole.len() as i64 > 308
}

/// Exactly one `${…}` and nothing else: its value is not known before the run,
/// so patterns do not apply (PRODUCT part 6).
pub fn is_reference(text: &str) -> bool {
    text.strip_prefix("${")
        .and_then(|rest| rest.strip_suffix('}'))
        .is_some_and(|inside| !inside.is_empty() && !inside.contains(['{', '}', '$']))
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
        return Ok(());
    };
    let chosen = match value {
        Value::Array(values) => values.as_slice(),
        value if is_empty(constant, value) => &[],
        value => std::slice::from_ref(value),
    };
    let known = |value: &Value| {
        select
            .options
            .iter()
            .any(|option| same(&option.value, value))
    };
    if select.options.is_empty() || chosen.iter().all(known) {
        Ok(())
    } else {
        Err(ConstantProblem::NotAnOption)
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
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn constant(kind: Kind, default: Value) -> Constant {
        Constant {
            key: "${a}".into(),
            name: "A".into(),
            desc: String::new(),
            index: 0,
            type_name: String::new(),
            kind,
            default,
            hidden: false,
            output: false,
            required: false,
            validation: String::new(),
            hide_conditions: Vec::new(),
        }
    }

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
        assert!(matches!(
            text(Kind::Json, "{"),
            Err(ConstantProblem::NotJson { line: 1, .. })
        ));
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

    #[test]
    fn conditions_hide_when_any_of_them_holds() {
        let mut hidden = constant(Kind::Text, json!(""));
        hidden.hide_conditions = vec![
            HideCondition {
                key: "${m}".into(),
                equal: true,
                value: json!("5"),
            },
            HideCondition {
                key: "${n}".into(),
                equal: false,
                value: json!(1),
            },
        ];
        let values =
            |m: Value, n: Value| Map::from_iter([("${m}".to_owned(), m), ("${n}".to_owned(), n)]);
        assert!(hidden.is_hidden_by(&values(json!("5"), json!(1))));
        assert!(hidden.is_hidden_by(&values(json!(5), json!("1"))));
        assert!(!hidden.is_hidden_by(&values(json!(5), json!(1))));
        assert!(!hidden.is_hidden_by(&Map::new()));
    }

    #[test]
    fn options_requirement_and_pattern_are_checked_but_never_for_a_reference() {
        let all = |_: &str, _: &str| Some(false);
        let mut select = constant(
            Kind::Select(Select {
                options: vec![Choice {
                    label: "one".into(),
                    value: json!(1),
                }],
                multiple: false,
            }),
            json!(1),
        );
        select.required = true;
        assert_eq!(check(&select, &json!(1), &all), Ok(()));
        assert_eq!(
            check(&select, &json!("1"), &all),
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

    proptest! {
        #[test]
        fn an_integer_of_any_length_is_kept_whole(digits in "-?[1-9][0-9]{0,60}") {
            let value = text(Kind::Integer, &digits).expect("digits are an integer");
            prop_assert_eq!(value.to_string(), digits);
        }

        #[test]
        fn no_text_breaks_any_kind(typed in any::<String>()) {
            for kind in [Kind::Text, Kind::LongText, Kind::Integer, Kind::Date, Kind::Time,
                         Kind::DateTime, Kind::Password, Kind::Json] {
                let _ = text(kind, &typed);
            }
        }
    }
}
