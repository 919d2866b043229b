//! The entries of an answer that is a list. Each reader names the place, as
//! `data[3].id`, where it found something else than expected; absent and null
//! are the same.

use serde_json::{Map, Value};

use super::envelope::Answer;
use super::error::ApiError;

/// One object of the list.
pub struct Entry<'a> {
    answer: &'a Answer,
    /// Its place in the list.
    pub position: usize,
    pub fields: &'a Map<String, Value>,
}

/// Reads every entry of an answer's list.
pub fn read_list<T>(
    answer: &Answer,
    read: impl Fn(Entry<'_>) -> Result<T, ApiError>,
) -> Result<Vec<T>, ApiError> {
    let mut entries = Vec::new();
    for (position, fields) in objects(answer, answer.open()?.data)?.iter().enumerate() {
        entries.push(read(Entry {
            answer,
            position,
            fields,
        })?);
    }
    Ok(entries)
}

/// The objects of a list that an answer has as its data.
pub fn objects(answer: &Answer, data: Value) -> Result<Vec<Map<String, Value>>, ApiError> {
    let Value::Array(items) = data else {
        return Err(answer.unreadable("data", "expected a list"));
    };
    let mut objects = Vec::with_capacity(items.len());
    for (position, item) in items.into_iter().enumerate() {
        match item {
            Value::Object(fields) => objects.push(fields),
            _ => return Err(answer.unreadable(&format!("data[{position}]"), "expected an object")),
        }
    }
    Ok(objects)
}

impl<'a> Entry<'a> {
    fn get(&self, name: &str) -> Option<&'a Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    fn wrong(&self, name: &str, expected: &str) -> ApiError {
        let path = format!("data[{}].{name}", self.position);
        self.answer
            .unreadable(&path, &["expected ", expected].concat())
    }

    pub fn integer_if_any(&self, name: &str) -> Result<Option<i64>, ApiError> {
        let number = |value: &Value| value.as_i64().ok_or_else(|| self.wrong(name, "an integer"));
        self.get(name).map(number).transpose()
    }

    pub fn integer(&self, name: &str) -> Result<i64, ApiError> {
        let number = self.integer_if_any(name)?;
        number.ok_or_else(|| self.wrong(name, "an integer"))
    }

    /// Empty where it is absent.
    pub fn text(&self, name: &str) -> Result<String, ApiError> {
        match self.get(name) {
            None => Ok(String::new()),
            Some(Value::String(text)) => Ok(text.clone()),
            Some(_) => Err(self.wrong(name, "a text")),
        }
    }

    /// Empty where it is absent.
    pub fn list(&self, name: &str) -> Result<&'a [Value], ApiError> {
        match self.get(name) {
            None => Ok(&[]),
            Some(Value::Array(items)) => Ok(items),
            Some(_) => Err(self.wrong(name, "a list")),
        }
    }

    /// A list of texts, where there is one.
    pub fn texts_if_any(&self, name: &str) -> Result<Option<Vec<String>>, ApiError> {
        if self.get(name).is_none() {
            return Ok(None);
        }
        let text = |(at, item): (usize, &Value)| match item {
            Value::String(text) => Ok(text.clone()),
            _ => Err(self.wrong(&format!("{name}[{at}]"), "a text")),
        };
        let texts: Result<Vec<String>, ApiError> =
            self.list(name)?.iter().enumerate().map(text).collect();
        texts.map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Named = (i64, Option<Vec<String>>);

    fn ids(data: &str) -> Result<Vec<Named>, String> {
        let answer = Answer {
            status: 200,
            body: format!(r#"{{"result": true, "data": {data}}}"#),
            ..Answer::default()
        };
        let read = |entry: Entry<'_>| Ok((entry.integer("id")?, entry.texts_if_any("names")?));
        read_list(&answer, read).map_err(|error| match error {
            ApiError::Unreadable(unreadable) => unreadable.path,
            other => format!("{other:?}"),
        })
    }

    #[test]
    fn what_is_absent_or_null_is_none() {
        assert_eq!(ids("[]"), Ok(Vec::new()));
        assert_eq!(ids(r#"[{"id": 1}]"#), Ok(vec![(1, None)]));
        assert_eq!(ids(r#"[{"id": 1, "names": null}]"#), Ok(vec![(1, None)]));
        let named = ids(r#"[{"id": 1, "names": ["a"]}]"#);
        assert_eq!(named, Ok(vec![(1, Some(vec!["a".to_owned()]))]));
    }

    #[test]
    fn a_wrong_value_is_named_by_its_place() {
        for (data, path) in [
            ("{}", "data"),
            ("[1]", "data[0]"),
            (r#"[{"id": 1}, {}]"#, "data[1].id"),
            (r#"[{"id": "1"}]"#, "data[0].id"),
            (r#"[{"id": 1.5}]"#, "data[0].id"),
            (r#"[{"id": 1, "names": {}}]"#, "data[0].names"),
            (r#"[{"id": 1, "names": ["a", 2]}]"#, "data[0].names[1]"),
        ] {
            assert_eq!(ids(data), Err(path.to_owned()), "{data}");
        }
    }
}
