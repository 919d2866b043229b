//! Pasted variables in words.

use super::Lang;
use super::problem::constant_problem;
use crate::form::import::{Effect, Format, ImportError};

pub fn format_name(l: Lang, format: Format) -> &'static str {
    match format {
        Format::Json => "JSON",
        Format::Dotenv => ".env (KEY=value)",
        Format::Lines => "key: value",
        Format::Table => l.format_table(),
    }
}

pub fn effect_name(l: Lang, effect: &Effect) -> &'static str {
    match effect {
        Effect::Changes { .. } => l.effect_changes(),
        Effect::Unchanged => l.effect_unchanged(),
        Effect::WrongType(_) => l.effect_wrong_type(),
        Effect::GivenAgain => l.effect_given_again(),
        Effect::Unknown { .. } => l.effect_unknown(),
    }
}

pub fn error_words(l: Lang, error: &ImportError) -> String {
    match error {
        ImportError::Json(problem) => constant_problem(l, problem),
        ImportError::NotAnObject => l.import_not_an_object().into(),
        ImportError::Line(line) => l.import_line(*line),
        ImportError::OpenQuote(line) => l.import_open_quote(*line),
    }
}
