//! The kinds of fields, each with the rules and words of Django REST framework (the table of
//! contract part 2). Some texts are never translated.

use chrono::{DateTime, Utc};

use crate::json::{Json, lone_surrogate};
use crate::language::Language;
use crate::plan_start_time::{self, Refusal};
use crate::python;

const MAX_LENGTH: usize = 128;
/// A longer text is refused as a number without being looked at.
const MAX_DIGITS: usize = 1000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    pub text: String,
    pub code: &'static str,
}

impl FieldError {
    pub fn new(text: impl Into<String>, code: &'static str) -> Self {
        FieldError {
            text: text.into(),
            code,
        }
    }

    pub fn invalid(text: impl Into<String>) -> Self {
        Self::new(text, "invalid")
    }

    pub fn repr(&self) -> String {
        format!(
            "ErrorDetail(string={}, code={})",
            python::str_repr(&self.text),
            python::str_repr(self.code)
        )
    }
}

/// What a request gives for a field.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    pub value: Option<&'a Json>,
    pub required: bool,
    pub language: Language,
}

type Checked<T> = Result<Option<T>, Vec<FieldError>>;

impl<'a> Given<'a> {
    /// The value, if there is one; absence of a required one and null are errors.
    pub fn present(self) -> Checked<&'a Json> {
        match self.value {
            None if self.required => Err(vec![self.error(
                "该字段是必填项。",
                "This field is required.",
                "required",
            )]),
            Some(Json::Null) => Err(vec![self.error(
                "该字段不能为 null。",
                "This field may not be null.",
                "null",
            )]),
            value => Ok(value),
        }
    }

    fn error(self, chinese: &str, english: &str, code: &'static str) -> FieldError {
        FieldError::new(self.language.choose(chinese, english), code)
    }
}

/// A text of 1 to 128 code points after trimming. Numbers are taken as text, too.
pub fn text(given: Given) -> Checked<String> {
    if given
        .value
        .is_some_and(|value| python::strip(&python::str(value)).is_empty())
    {
        return Err(vec![given.error(
            "该字段不能为空。",
            "This field may not be blank.",
            "blank",
        )]);
    }
    let text = match given.present()? {
        None => return Ok(None),
        Some(value @ (Json::Str(_) | Json::Int(_) | Json::Float(_))) => python::str(value),
        Some(_) => return Err(vec![FieldError::invalid("Not a valid string.")]),
    };
    let text = python::strip(&text);
    let mut errors = Vec::new();
    if text.chars().count() > MAX_LENGTH {
        errors.push(given.error(
            "请确保这个字段不能超过 128 个字符。",
            "Ensure this field has no more than 128 characters.",
            "max_length",
        ));
    }
    if text.contains('\0') {
        let code = "null_characters_not_allowed";
        errors.push(given.error(
            "不允许是用空字符串。",
            "Null characters are not allowed.",
            code,
        ));
    }
    if let Some(surrogate) = text.chars().find_map(lone_surrogate) {
        let text = format!("Surrogate characters are not allowed: U+{surrogate:X}.");
        errors.push(FieldError::new(text, "surrogate_characters_not_allowed"));
    }
    if errors.is_empty() {
        Ok(Some(text.to_owned()))
    } else {
        Err(errors)
    }
}

/// A whole number of any size, also as text, also as `2.0`.
pub fn integer(given: Given) -> Checked<String> {
    let Some(value) = given.present()? else {
        return Ok(None);
    };
    if value
        .as_str()
        .is_some_and(|text| text.chars().count() > MAX_DIGITS)
    {
        return Err(vec![given.error(
            "字符串值太长。",
            "String value too large.",
            "max_string_length",
        )]);
    }
    match python::int(without_zero_fraction(&python::str(value))) {
        Some(number) => Ok(Some(number)),
        None => Err(vec![given.error(
            "请填写合法的整数值。",
            "A valid integer is required.",
            "invalid",
        )]),
    }
}

/// As `integer`, and null is a value.
pub fn nullable_integer(given: Given) -> Checked<Option<String>> {
    match given.value {
        Some(Json::Null) => Ok(Some(None)),
        _ => integer(given).map(|number| number.map(Some)),
    }
}

/// `2.0 ` becomes `2`: a point, zeros and space at the end are dropped.
fn without_zero_fraction(text: &str) -> &str {
    let trimmed = text
        .trim_end_matches(python::is_space)
        .trim_end_matches('0');
    trimmed.strip_suffix('.').unwrap_or(text)
}

pub fn choice(given: Given, choices: &[&str]) -> Checked<String> {
    let Some(value) = given.present()? else {
        return Ok(None);
    };
    let text = python::str(value);
    if choices.contains(&text.as_str()) {
        return Ok(Some(text));
    }
    Err(vec![not_a_choice(&text, given.language)])
}

pub fn not_a_choice(text: &str, language: Language) -> FieldError {
    let text = match language {
        Language::Chinese => format!("“{text}” 不是合法选项。"),
        Language::English => format!("\"{text}\" is not a valid choice."),
    };
    FieldError::new(text, "invalid_choice")
}

/// The value of a text without offset at the very edge of the calendar, which ends in a crash.
#[derive(Debug)]
pub struct Unexpected;

pub fn instant(given: Given) -> Result<Checked<DateTime<Utc>>, Unexpected> {
    let value = match given.present() {
        Ok(Some(value)) => value,
        Ok(None) => return Ok(Ok(None)),
        Err(errors) => return Ok(Err(errors)),
    };
    let wrong_format = given.error(
        "日期时间格式错误。请从这些格式中选择：YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z]。",
        "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].",
        "invalid",
    );
    match value.as_str().map(plan_start_time::parse) {
        Some(Ok(instant)) => Ok(Ok(Some(instant))),
        None | Some(Err(Refusal::WrongFormat)) => Ok(Err(vec![wrong_format])),
        Some(Err(Refusal::Overflow)) => Ok(Err(vec![FieldError::new(
            "Datetime value out of range.",
            "overflow",
        )])),
        Some(Err(Refusal::Unexpected)) => Err(Unexpected),
    }
}
