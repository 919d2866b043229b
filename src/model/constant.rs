//! Constants of a template ("variables" to its users): what kind of control
//! edits one, and how its text or choice becomes the value that is sent.

mod check;
mod edit;
mod json;
mod password;

pub use self::check::{Matches, check, is_reference};
pub use self::edit::{Edit, resolve};
pub use self::json::{has_infinity, parse_json};
pub use self::password::{names_a_secret, password_of};

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::secret::masked;
use super::value::same;

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

impl Select {
    /// Where a value stands among the options. A number and its text are one
    /// option: templates store "5" for a choice of 5, and the reverse.
    pub fn position(&self, value: &Value) -> Option<usize> {
        let find = |is_it: &dyn Fn(&Value) -> bool| {
            let mut options = self.options.iter();
            options.position(|option| is_it(&option.value))
        };
        find(&|option| same(option, value)).or_else(|| find(&|option| reads_as(option, value)))
    }

    /// The choices that a value holds. Of several, a single one or a text
    /// joined by commas may stand for a list; nothing at all is no choice.
    pub fn chosen(&self, value: &Value) -> Vec<Value> {
        match value {
            _ if !self.multiple => vec![value.clone()],
            Value::Array(values) => values.clone(),
            Value::Null => Vec::new(),
            Value::String(text) if text.is_empty() => Vec::new(),
            Value::String(text) if self.position(value).is_none() => {
                let parts: Vec<Value> = text.split(',').map(Value::from).collect();
                match parts.iter().all(|part| self.position(part).is_some()) {
                    true => parts,
                    false => vec![value.clone()],
                }
            }
            value => vec![value.clone()],
        }
    }

    /// The choices of a value that are no options.
    pub fn strays(&self, value: &Value) -> Vec<Value> {
        let mut chosen = self.chosen(value);
        chosen.retain(|value| self.position(value).is_none());
        chosen
    }
}

/// A number and a text that is written like it.
fn reads_as(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(number), Value::String(text))
        | (Value::String(text), Value::Number(number)) => number.as_str() == text,
        _ => false,
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub label: String,
    pub value: Value,
}

impl Constant {
    /// Whether the value must not be shown, stored or copied in clear: a
    /// password, or a key that names a secret.
    pub fn secret(&self) -> bool {
        self.kind == Kind::Password || names_a_secret(&self.key)
    }

    /// Whether it is a secret, or its default has one somewhere inside.
    pub fn holds_a_secret(&self) -> bool {
        self.secret() || masked(&self.default, &HashSet::new()) != self.default
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    pub fn constant(kind: Kind, default: Value) -> Constant {
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

    fn select(multiple: bool, options: Value) -> Select {
        let options = options.as_array().cloned().unwrap_or_default();
        let choice = |value: Value| Choice {
            label: value.to_string(),
            value,
        };
        Select {
            options: options.into_iter().map(choice).collect(),
            multiple,
        }
    }

    #[test]
    fn a_number_and_its_text_are_one_option_but_the_exact_one_comes_first() {
        let options = select(false, json!([5, "6", "5"]));
        assert_eq!(options.position(&json!("5")), Some(2));
        assert_eq!(options.position(&json!(5)), Some(0));
        assert_eq!(options.position(&json!(6)), Some(1));
        assert_eq!(options.position(&json!("05")), None);
        assert_eq!(options.position(&json!(true)), None);
    }

    #[test]
    fn one_value_or_a_joined_text_stands_for_a_list_where_several_can_be_chosen() {
        let options = select(true, json!(["a", "b", 5]));
        for (value, chosen) in [
            (json!("a"), json!(["a"])),
            (json!("a,b"), json!(["a", "b"])),
            (json!("a,x"), json!(["a,x"])),
            (json!(5), json!([5])),
            (json!(""), json!([])),
            (json!(null), json!([])),
            (json!([""]), json!([""])),
        ] {
            assert_eq!(Value::Array(options.chosen(&value)), chosen, "{value}");
        }
        assert_eq!(options.strays(&json!(["a", "x"])), [json!("x")]);
        let one = select(false, json!(["a", ["a", "b"]]));
        assert_eq!(
            one.strays(&json!(["a"])),
            [json!(["a"])],
            "a list is no choice of one"
        );
        assert!(one.strays(&json!(["a", "b"])).is_empty());
    }
}
