//! Pasted variables in words.

use super::Lang;
use super::problem::constant_problem;
use crate::form::import::{Effect, Format, ImportError};

pub fn format_name(l: Lang, format: Format) -> &'static str {
    match format {
        Format::Json => "JSON",
        Format::Dotenv => ".env (KEY=value)",
        Format::Lines => "key: value",
        Format::Table => l.pick("表格（两列）", "table (two columns)"),
    }
}

pub fn effect_name(l: Lang, effect: &Effect) -> &'static str {
    match effect {
        Effect::Changes { .. } => l.pick("修改", "changes"),
        Effect::Unchanged => l.pick("不变", "unchanged"),
        Effect::WrongType(_) => l.pick("不能使用", "cannot be used"),
        Effect::Unknown { .. } => l.pick("表单里没有", "not on the form"),
    }
}

pub fn error_words(l: Lang, error: &ImportError) -> String {
    match error {
        ImportError::Json(problem) => constant_problem(l, problem),
        ImportError::NotAnObject => l
            .pick(
                "JSON 应当是以变量名为键的对象",
                "The JSON has to be an object with keys of variables",
            )
            .into(),
        ImportError::Line(line) => l.pick(
            format!("第 {line} 行看不出键和值"),
            format!("Line {line} has no key and value"),
        ),
        ImportError::OpenQuote(line) => l.pick(
            format!("第 {line} 行的引号没有结束"),
            format!("A quote in line {line} is never closed"),
        ),
    }
}
