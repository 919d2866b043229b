//! Constants of a template ("variables" to its users): what kind of control
//! edits one, and how its text or choice becomes the value that is sent.

mod check;
mod edit;
mod json;
mod kind;
mod password;
mod rows;
mod select;
mod shape;
mod spill;

pub use self::check::{Matches, check, is_reference, wants_value};
pub use self::edit::{
    Edit, as_far_as_understood, lines_of, loose_edit, other_kind, problem, resolve, shows_whole,
};
pub use self::json::{has_infinity, parse_json};
pub use self::kind::Kind;
pub use self::password::{names_a_secret, password_of};
pub use self::rows::Row;
pub use self::select::{Choice, Select, are_apart};
pub use self::shape::{Difference, differences};
pub use self::spill::{Spilled, is_more_than_a_cell, spill};

use std::collections::HashSet;
use std::hash::{Hash, Hasher};

use serde_json::Value;

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
    /// Where its options come from, where this page cannot read them; empty
    /// where the template does not tell.
    pub remote: Option<String>,
}

/// Hides a constant while another one has, or has not, a value.
#[derive(Clone, Debug, PartialEq)]
pub struct HideCondition {
    pub key: String,
    pub equal: bool,
    pub value: Value,
}

/// Of values their texts, which tell apart what is equal but not written alike.
impl Hash for Constant {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let Constant {
            key,
            name,
            desc,
            // Its place, which one without a change may be moved from.
            index: _,
            type_name,
            kind,
            default,
            hidden,
            output,
            required,
            validation,
            hide_conditions,
            remote,
        } = self;
        (key, name, desc, type_name, kind).hash(hasher);
        (
            hidden,
            output,
            required,
            validation,
            hide_conditions,
            remote,
        )
            .hash(hasher);
        default.to_string().hash(hasher);
    }
}

impl Hash for HideCondition {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        (&self.key, self.equal, self.value.to_string()).hash(hasher);
    }
}

impl Constant {
    /// Whether the value must not be shown, stored or copied in clear: a
    /// password, or a key that names a secret.
    pub fn secret(&self) -> bool {
        self.kind == Kind::Password || names_a_secret(&self.key)
    }

    /// The keys of what is a password in it, its own or those of its parts.
    pub fn password_keys(&self) -> Vec<String> {
        let own = (self.kind == Kind::Password).then(|| self.key.clone());
        let parts = self.kind.parts().iter();
        own.into_iter()
            .chain(parts.flat_map(Constant::password_keys))
            .collect()
    }

    /// A part of a group or table that has a key and nothing else yet.
    pub fn part_of(key: &str) -> Constant {
        Constant {
            key: key.to_owned(),
            name: String::new(),
            desc: String::new(),
            index: 0,
            type_name: String::new(),
            kind: Kind::Json,
            default: Value::Null,
            hidden: false,
            output: false,
            required: false,
            validation: String::new(),
            hide_conditions: Vec::new(),
            remote: None,
        }
    }

    /// The part with this key, for the value that it has. One that is not
    /// there shows nothing, since nothing is sent for it.
    pub fn part(&self, key: &str, value: Option<&Value>) -> Option<Constant> {
        let parts = self.kind.parts();
        let part = parts.iter().find(|part| part.key == key)?;
        let default = value.cloned().unwrap_or_else(|| part.kind.empty());
        Some(Constant {
            kind: part.kind.for_value(&default),
            default,
            ..part.clone()
        })
    }

    /// Whether it or a part of it is a choice of the project's groups of people.
    pub fn asks_for_staff(&self) -> bool {
        let mut parts = self.kind.parts().iter();
        self.kind == Kind::Staff || parts.any(Constant::asks_for_staff)
    }

    /// Whether it is a secret, or its default has one somewhere inside.
    pub fn holds_a_secret(&self) -> bool {
        let passwords: HashSet<String> = self.password_keys().into_iter().collect();
        self.secret() || masked(&self.default, &passwords) != self.default
    }

    /// The default as the text of a control that edits text.
    pub fn default_text(&self) -> String {
        match (&self.kind, &self.default) {
            (Kind::Password, value) => password_of(value).to_owned(),
            (Kind::List { .. }, Value::Array(items)) => lines_of(items),
            (_, Value::String(text)) => text.clone(),
            (_, value) => super::request::pretty(value),
        }
    }

    /// Whether the condition of some other constant hides this one: any of
    /// them suffices, and values are equal as JSON is, so "5" is not 5
    /// (contract part 5; a condition on an absent constant never holds).
    pub fn is_hidden_by(&self, value_of: &dyn Fn(&str) -> Option<Value>) -> bool {
        self.hide_conditions.iter().any(|condition| {
            value_of(&condition.key)
                .is_some_and(|value| same(&value, &condition.value) == condition.equal)
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    pub fn constant(kind: Kind, default: Value) -> Constant {
        Constant {
            name: "A".into(),
            kind,
            default,
            ..Constant::part_of("${a}")
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
        let with = |m: Value, n: Value| {
            hidden.is_hidden_by(&move |key| Some(if key == "${m}" { m.clone() } else { n.clone() }))
        };
        assert!(with(json!("5"), json!(1)));
        assert!(with(json!(5), json!("1")));
        assert!(!with(json!(5), json!(1)));
        assert!(!hidden.is_hidden_by(&|_| None));
    }
}
