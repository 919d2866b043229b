//! How a value that was typed as JSON differs in shape from the default: the
//! run reads the members that it knows, and trips over others. Told, not
//! forbidden.

use serde_json::Value;

use super::check::is_reference;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The default has it.
    Missing(String),
    /// The default has nothing there.
    Unknown(String),
    /// Another type of value than in the default.
    Type(String),
}

/// The first few. References and null stand for anything, and an empty default
/// tells of no shape.
pub fn differences(value: &Value, default: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare("", value, default, &mut found);
    found.truncate(3);
    found
}

fn compare(path: &str, value: &Value, default: &Value, found: &mut Vec<Difference>) {
    let below = |key: &str| match path {
        "" => key.to_owned(),
        path => [path, ".", key].concat(),
    };
    match (value, default) {
        (Value::Null, _) | (_, Value::Null) => {}
        (Value::String(text), _) if is_reference(text) => {}
        (_, Value::String(text)) if text.is_empty() => {}
        (Value::Object(value), Value::Object(default)) => {
            for (key, default) in default {
                match value.get(key) {
                    Some(value) => compare(&below(key), value, default, found),
                    None => found.push(Difference::Missing(below(key))),
                }
            }
            let unknown = value.keys().filter(|key| !default.contains_key(*key));
            found.extend(unknown.map(|key| Difference::Unknown(below(key))));
        }
        (Value::Array(values), Value::Array(defaults)) => {
            let Some(first) = defaults.first() else {
                return;
            };
            for (at, value) in values.iter().enumerate() {
                compare(&format!("{path}[{at}]"), value, first, found);
            }
        }
        (value, default) => {
            if std::mem::discriminant(value) != std::mem::discriminant(default) {
                found.push(Difference::Type(path.to_owned()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn members_and_types_are_compared_to_any_depth() {
        let default =
            json!({"ip": [{"id": 1, "name": "x"}], "cloud": false, "any": "", "none": null});
        let value = json!({"ip": [{"id": "1"}], "cloud": false, "more": 1, "any": [], "none": {}});
        assert_eq!(
            differences(&value, &default),
            [
                Difference::Type("ip[0].id".into()),
                Difference::Missing("ip[0].name".into()),
                Difference::Unknown("more".into()),
            ]
        );
        assert_eq!(differences(&default, &default), []);
        for fits in [json!("${x}"), json!(null)] {
            assert_eq!(differences(&fits, &default), []);
        }
        assert_eq!(
            differences(&json!([]), &default),
            [Difference::Type(String::new())]
        );
    }
}
