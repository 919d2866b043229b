//! Choices: options of the template, one or several of them.

use std::hash::{Hash, Hasher};

use serde_json::Value;

use crate::model::value::same;

#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Select {
    pub options: Vec<Choice>,
    pub multiple: bool,
    /// Drawn as radio buttons instead of a list box.
    pub radios: bool,
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

    /// Whether other values are wrong. Options that the template names are all
    /// of them; those of the page's own making, which have no label, may not be.
    pub fn is_complete(&self) -> bool {
        self.options.iter().any(|option| !option.label.is_empty())
    }

    /// The choices of a value that are no options.
    pub fn strays(&self, value: &Value) -> Vec<Value> {
        let mut chosen = self.chosen(value);
        chosen.retain(|value| self.position(value).is_none());
        chosen
    }
}

/// Whether no two of these would have one box.
pub fn are_apart(picked: &[Value]) -> bool {
    let one = |left: &Value, right: &Value| same(left, right) || reads_as(left, right);
    let mut all = picked.iter().enumerate();
    all.all(|(at, value)| !picked[..at].iter().any(|before| one(before, value)))
}

/// A number and a text that is written like it.
fn reads_as(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(number), Value::String(text))
        | (Value::String(text), Value::Number(number)) => number.as_str() == text,
        _ => false,
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// In a tree with the names above it.
    pub label: String,
    pub value: Value,
    /// How many options of a tree stand above it, each before what is below it.
    pub depth: usize,
}

impl Hash for Choice {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        (&self.label, self.value.to_string(), self.depth).hash(hasher);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn select(multiple: bool, options: Value) -> Select {
        let options = options.as_array().cloned().unwrap_or_default();
        let choice = |value: Value| Choice {
            label: value.to_string(),
            value,
            depth: 0,
        };
        Select {
            options: options.into_iter().map(choice).collect(),
            multiple,
            radios: false,
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
