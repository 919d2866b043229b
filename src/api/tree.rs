//! An answer that holds a pipeline tree. Its constants, thousands at times, are
//! read one by one, each with those fields alone that the page looks at: as one
//! large value of JSON, which hashes the name of every field, they take most of
//! the time until the form can be used. An answer that cannot be read this way, or
//! that is no success, is read as any other, with the same result; only what is
//! wrong inside a field that nobody looks at is not found.

use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::constant::{Fields, in_order, read_constant, read_constants};
use super::envelope::{Answer, Success};
use super::error::ApiError;
use crate::model::Constant;

/// Where the constants stand.
const PATH: [&str; 3] = ["data", "pipeline_tree", "constants"];

/// The constants of an answer, as text for as long as that will do.
pub enum Unread {
    Text(Box<RawValue>),
    Read(Vec<Constant>),
}

impl Answer {
    /// As [`Answer::open`], but for the constants.
    pub fn open_tree(&self) -> Result<(Success, Unread), ApiError> {
        if let Some((value, constants)) = apart(&self.body)
            && let Ok(success) = self.opened(Ok((value, false)))
        {
            return Ok((success, Unread::Text(constants)));
        }
        let (success, constants) = self.open_whole()?;
        Ok((success, Unread::Read(constants)))
    }

    /// The constants that were left out, in the order of the form.
    pub fn constants(&self, unread: Unread) -> Result<Vec<Constant>, ApiError> {
        let text = match unread {
            Unread::Read(constants) => return Ok(constants),
            Unread::Text(text) => text,
        };
        match one_by_one(&text) {
            Some(constants) => Ok(in_order(constants)),
            None => Ok(self.open_whole()?.1),
        }
    }

    fn open_whole(&self) -> Result<(Success, Vec<Constant>), ApiError> {
        let success = self.open()?;
        let tree = success.data.get(PATH[1]).unwrap_or(&Value::Null);
        let constants = read_constants(tree);
        Ok((success, constants))
    }
}

/// The answer without its constants, and those; `None` where it has none or is
/// not made as expected.
fn apart(body: &str) -> Option<(Value, Box<RawValue>)> {
    let mut constants = None;
    let whole = Whole {
        path: &PATH,
        constants: &mut constants,
    };
    let mut json = serde_json::Deserializer::from_str(body);
    let value = whole.deserialize(&mut json).ok()?;
    json.end().ok()?;
    Some((value, constants?))
}

/// `None` where they are not made as expected.
fn one_by_one(text: &RawValue) -> Option<Vec<Constant>> {
    let mut json = serde_json::Deserializer::from_str(text.get());
    let constants = Constants.deserialize(&mut json).ok()?;
    json.end().ok()?;
    Some(constants)
}

/// An object on the way to the constants: all of it but them.
struct Whole<'a> {
    path: &'a [&'a str],
    constants: &'a mut Option<Box<RawValue>>,
}

impl<'de> DeserializeSeed<'de> for Whole<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Value, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Whole<'_> {
    type Value = Value;

    fn expecting(&self, words: &mut fmt::Formatter<'_>) -> fmt::Result {
        words.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut rest = Map::new();
        let mut is_passed = false;
        while let Some(name) = fields.next_key::<String>()? {
            if name != self.path[0] {
                rest.insert(name, plain(fields.next_value()?)?);
                continue;
            }
            // Of two with one name the last counts, but the first was read.
            if std::mem::replace(&mut is_passed, true) {
                return Err(A::Error::custom(""));
            }
            match &self.path[1..] {
                [] => *self.constants = Some(fields.next_value::<&RawValue>()?.to_owned()),
                path => {
                    let constants = &mut *self.constants;
                    let inner = fields.next_value_seed(Whole { path, constants })?;
                    rest.insert(name, inner);
                }
            }
        }
        Ok(Value::Object(rest))
    }
}

/// By the one reader of JSON that the page has, which is built for speed, but for
/// texts without an escape: most values are such, and known to be JSON already.
fn plain<E: Error>(json: &RawValue) -> Result<Value, E> {
    let json = json.get();
    let inside = json.strip_prefix('"').and_then(|own| own.strip_suffix('"'));
    match inside {
        Some(text) if !text.as_bytes().contains(&b'\\') => Ok(text.into()),
        _ => json.parse().map_err(|_| E::custom("")),
    }
}

/// The constants, by their keys.
struct Constants;

impl<'de> DeserializeSeed<'de> for Constants {
    type Value = Vec<Constant>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Constants {
    type Value = Vec<Constant>;

    fn expecting(&self, words: &mut fmt::Formatter<'_>) -> fmt::Result {
        words.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let mut constants = Vec::new();
        let mut keys = HashSet::new();
        while let Some(key) = fields.next_key::<String>()? {
            if !keys.insert(key.clone()) {
                return Err(A::Error::custom(""));
            }
            constants.push(read_constant(key, fields.next_value_seed(OneConstant)?));
        }
        Ok(constants)
    }
}

/// One constant: the fields that are looked at.
struct OneConstant;

impl<'de> DeserializeSeed<'de> for OneConstant {
    type Value = Fields;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Fields, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for OneConstant {
    type Value = Fields;

    fn expecting(&self, words: &mut fmt::Formatter<'_>) -> fmt::Result {
        words.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut json: A) -> Result<Fields, A::Error> {
        let mut fields = Fields::default();
        while let Some(place) = json.next_key_seed(FieldName)? {
            match place {
                Some(place) => fields.set(place, plain(json.next_value()?)?),
                None => drop(json.next_value::<IgnoredAny>()?),
            }
        }
        Ok(fields)
    }
}

/// The name of a field, as its place among those that are looked at.
struct FieldName;

impl<'de> DeserializeSeed<'de> for FieldName {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_str(self)
    }
}

impl Visitor<'_> for FieldName {
    type Value = Option<usize>;

    fn expecting(&self, words: &mut fmt::Formatter<'_>) -> fmt::Result {
        words.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Fields::place(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(constants: &str) -> Answer {
        Answer {
            status: 200,
            body: format!(
                r#"{{"result": true, "code": 0, "data": {{"name": "é\n", "pipeline_tree":
                    {{"activities": {{"n": {{"constants": {{"${{x}}": 1}}}}}},
                    "constants": {constants}, "flows": {{}}}}}}}}"#
            ),
            ..Answer::default()
        }
    }

    fn slowly(answer: &Answer) -> Vec<Constant> {
        let data = answer.open().expect("a success").data;
        read_constants(&data["pipeline_tree"])
    }

    #[test]
    fn constants_are_read_apart_as_they_are_with_the_whole() {
        let seeds = [
            include_str!("../../tests/sandbox/seed/template/1.json"),
            include_str!("../../tests/sandbox/seed/template/forms.json"),
        ];
        let seeds = seeds.map(|seed| {
            let seed: Value = seed.parse().expect("JSON");
            let constants = &seed["pipeline_tree"]["constants"];
            assert!(constants.as_object().expect("constants").len() > 10);
            constants.to_string()
        });
        for constants in [
            &seeds[0],
            &seeds[1],
            "{}",
            r#"{"${b}": {"index": 2, "name": "b", "name": "c"}, "${a}": {"index": 1, "value": null}}"#,
            r#"{"${\u0061}": {"n\u0061me": "escaped", "value": 90071992547409931234567890}}"#,
        ] {
            let answer = answer(constants);
            let (_, text) = apart(&answer.body).expect("it is made as expected");
            let apart = in_order(one_by_one(&text).expect("so are they"));
            assert_eq!(apart, slowly(&answer), "{constants}");
            let (success, unread) = answer.open_tree().expect("a success");
            assert_eq!(answer.constants(unread).expect("constants"), apart);
            assert_eq!(success.data["name"], "é\n");
            let nested = success
                .data
                .pointer("/pipeline_tree/activities/n/constants");
            assert_eq!(nested, Some(&serde_json::json!({"${x}": 1})));
        }
    }

    #[test]
    fn what_is_not_made_as_expected_is_read_as_any_other_answer() {
        for constants in [
            "null",
            "[]",
            r#"{"${a}": 1}"#,
            r#"{"${a}": {"value": NaN}}"#,
            r#"{"${a}": {"name": "first"}, "${a}": {"name": "last"}}"#,
            r#"{"${a}": {}}, "constants": {"${b}": {}}"#,
        ] {
            let answer = answer(constants);
            let apart = apart(&answer.body).and_then(|(_, text)| one_by_one(&text));
            assert!(apart.is_none(), "{constants}");
            let (_, unread) = answer.open_tree().expect("a success");
            let read = answer.constants(unread).expect("constants");
            assert_eq!(read, slowly(&answer), "{constants}");
        }
        let refused = Answer {
            status: 200,
            body: r#"{"result": false, "message": "no"}"#.into(),
            ..Answer::default()
        };
        assert!(matches!(refused.open_tree(), Err(ApiError::Refused(_))));
    }

    #[test]
    fn constants_that_cannot_be_read_are_told_of_when_they_are() {
        let deep = ["[".repeat(200), "]".repeat(200)].concat();
        let answer = answer(&format!(r#"{{"${{a}}": {{"value": {deep}}}}}"#));
        let expected = answer.open().map(drop).expect_err("too deep");
        let (_, unread) = answer.open_tree().expect("their text is passed over");
        assert_eq!(answer.constants(unread).expect_err("too deep"), expected);
    }
}
