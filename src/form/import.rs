//! Values of many variables at once, out of a text that was pasted or opened
//! and into one that can be copied: JSON (an object of values, or the body of a
//! whole request), lines of `KEY=value` as in dotenv, lines of `key: value`, or
//! two columns of a spreadsheet. Reading changes nothing: [`plan`] says what
//! each pair would do.

mod lines;
mod plan;

use serde_json::Value;

use crate::model::constant::parse_json;
use crate::model::problem::ConstantProblem;

pub use plan::{Effect, Planned, plan};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
    Dotenv,
    /// `key: value`, as in a flat YAML file.
    Lines,
    /// Two columns, separated by tabs.
    Table,
}

pub const FORMATS: [Format; 4] = [Format::Json, Format::Dotenv, Format::Lines, Format::Table];

/// A value as it was written: JSON says its type, lines are text.
#[derive(Clone, Debug, PartialEq)]
pub enum Written {
    Json(Value),
    Text(String),
}

/// With its wrapping: `version` and `${version}` are the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    pub key: String,
    pub value: Written,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ImportError {
    Json(ConstantProblem),
    /// JSON, but no object of values.
    NotAnObject,
    /// A line, counted from 1, that holds no pair.
    Line(usize),
    /// A quote that is opened in this line and never closed.
    OpenQuote(usize),
}

/// The pairs of a text, in its order.
pub fn read(text: &str) -> Result<(Format, Vec<Pair>), ImportError> {
    let text = text.trim_start_matches('\u{feff}');
    Ok(match text.trim_start().chars().next() {
        Some('{' | '[' | '"') if !text.trim_start().starts_with("\"${") => {
            (Format::Json, read_json(text)?)
        }
        _ => {
            let format = lines::format_of(text);
            (format, lines::read(text, format)?)
        }
    })
}

fn read_json(text: &str) -> Result<Vec<Pair>, ImportError> {
    let value = parse_json(text).map_err(ImportError::Json)?;
    // A body, its parameters, or the constants alone.
    let inner = ["/task_parameters/constants", "/constants"];
    let inner = inner.iter().find_map(|path| value.pointer(path));
    let Value::Object(fields) = inner.unwrap_or(&value) else {
        return Err(ImportError::NotAnObject);
    };
    let pair = |(key, value): (&String, &Value)| Pair {
        key: wrapped(key),
        value: Written::Json(value.clone()),
    };
    Ok(fields.iter().map(pair).collect())
}

/// The key of a constant as the backend writes it.
pub fn wrapped(key: &str) -> String {
    let key = key.trim();
    match key.starts_with("${") && key.ends_with('}') {
        true => key.to_owned(),
        false => format!("${{{key}}}"),
    }
}

/// The text that [`read`] takes back for the same values.
pub fn write(format: Format, values: &[(String, Value)]) -> String {
    if format == Format::Json {
        let fields = values.iter().cloned().collect();
        return crate::model::request::pretty(&Value::Object(fields));
    }
    let line = |(key, value): &(String, Value)| lines::write(format, key, value);
    values.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn keys(text: &str) -> Vec<String> {
        let (_, pairs) = read(text).expect("it can be read");
        pairs.into_iter().map(|pair| pair.key).collect()
    }

    #[test]
    fn json_is_read_from_values_and_from_a_whole_body() {
        let body = json!({"task_name": "n", "task_parameters": {"constants": {"${a}": 1}}});
        let parameters = json!({"constants": {"${a}": 1}, "template_schemes_id": []});
        for value in [json!({"${a}": 1}), json!({"a": 1}), parameters, body] {
            let expected = Pair {
                key: "${a}".into(),
                value: Written::Json(json!(1)),
            };
            assert_eq!(read(&value.to_string()), Ok((Format::Json, vec![expected])));
        }
    }

    #[test]
    fn what_is_no_json_object_is_told() {
        assert_eq!(read("[1]"), Err(ImportError::NotAnObject));
        assert!(matches!(
            read("{\"a\": 1,}"),
            Err(ImportError::Json(ConstantProblem::NotJson { line: 1, .. }))
        ));
        let twice = ConstantProblem::MemberTwice("${a}".into());
        assert_eq!(
            read(r#"{"constants": {"${a}": 1, "${a}": 2}}"#),
            Err(ImportError::Json(twice))
        );
        assert_eq!(
            read("{\"a\": 1e999}"),
            Err(ImportError::Json(ConstantProblem::TooLarge))
        );
    }

    #[test]
    fn a_byte_order_mark_and_an_empty_text_are_harmless() {
        assert_eq!(keys("\u{feff}{\"a\": 1}"), ["${a}"]);
        assert_eq!(keys(""), Vec::<String>::new());
        assert_eq!(keys("\n\n# nothing\n"), Vec::<String>::new());
    }

    #[test]
    fn what_is_written_is_read_back() {
        let texts = [
            "",
            " ",
            "a",
            "a b",
            "\"",
            "'",
            "#x",
            "a #b",
            "a\nb",
            "a\tb",
            "\\n",
            "\\",
            "$HOME",
            "${b}",
            "=",
            ":",
            "a: b",
            "é\u{202e}🚀",
            "\"quoted\"",
            "'q'",
            "x\r\ny",
            "-",
            "null",
            "1",
            "\u{1}",
        ];
        for format in FORMATS {
            for text in texts {
                let values = [
                    ("${k}".to_owned(), json!(text)),
                    ("${end}".to_owned(), json!("z")),
                ];
                let written = write(format, &values);
                let (found, pairs) = read(&written).expect(&written);
                assert_eq!(found, format, "{written}");
                let expected = match format {
                    Format::Json => Written::Json(json!(text)),
                    _ => Written::Text(text.into()),
                };
                assert_eq!(pairs.len(), 2, "{written}");
                assert_eq!(pairs[0].value, expected, "{format:?} {written}");
            }
        }
    }
}
