//! A flow template: its head as listed, its nodes and constants as read.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::constant::Constant;
use super::uses::Consumer;

/// The action that a person needs on a template to plan it (contract part 7).
pub const CREATE_ACTION: &str = "flow_create_clocked_task";

/// An item of `get_template_list`.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateHead {
    pub id: i64,
    pub name: String,
    pub editor: String,
    /// As the backend wrote it, with its offset.
    pub edit_time: String,
    /// What the person may do with it; `None` where the answer does not tell.
    pub auth_actions: Option<Vec<String>>,
}

impl TemplateHead {
    /// Whether the person may plan this template, as far as is known: the
    /// backend has the last word.
    pub fn may_plan(&self) -> bool {
        self.auth_actions
            .as_ref()
            .is_none_or(|actions| actions.iter().any(|action| action == CREATE_ACTION))
    }
}

/// A step of the flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    pub id: String,
    pub name: String,
    /// Only optional nodes can be left out by a scheme.
    pub optional: bool,
}

/// A template with its content, of `get_template_info`.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    pub id: i64,
    pub name: String,
    pub project_id: i64,
    pub editor: String,
    pub edit_time: String,
    pub description: String,
    /// In the order in which the flow passes them.
    pub nodes: Vec<Node>,
    /// Steps and gateways that read constants.
    pub consumers: Vec<Consumer>,
    /// All constants, hidden ones and outputs too, in `index` order. Shared: whoever
    /// follows the template copies it, and they may be thousands.
    pub constants: Arc<[Constant]>,
}

/// The keys of all passwords among the constants and in their parts.
pub fn password_keys<'a>(constants: impl Iterator<Item = &'a Constant>) -> HashSet<String> {
    constants.flat_map(Constant::password_keys).collect()
}

impl Template {
    /// What differs between two readings of one template, for a person to
    /// judge: keys of constants and names of nodes.
    pub fn drift(&self, newer: &Template) -> Option<Drift> {
        if self == newer {
            return None;
        }
        let (old, new) = (by_key(&self.constants), by_key(&newer.constants));
        let keys = |constants: &[Constant], is_meant: &dyn Fn(&Constant) -> bool| {
            let meant = constants.iter().filter(|constant| is_meant(constant));
            meant.map(|constant| constant.key.clone()).collect()
        };
        let is_renamed = self.name != newer.name;
        Some(Drift {
            renamed: is_renamed.then(|| newer.name.clone()),
            editor: newer.editor.clone(),
            edit_time: newer.edit_time.clone(),
            added: keys(&newer.constants, &|new| !old.contains_key(new.key.as_str())),
            removed: keys(&self.constants, &|old| !new.contains_key(old.key.as_str())),
            changed: keys(&newer.constants, &|new| {
                old.get(new.key.as_str()).is_some_and(|old| *old != new)
            }),
            nodes_changed: (&self.nodes, &self.consumers) != (&newer.nodes, &newer.consumers),
        })
    }
}

fn by_key(constants: &[Constant]) -> HashMap<&str, &Constant> {
    let constants = constants.iter();
    constants
        .map(|constant| (constant.key.as_str(), constant))
        .collect()
}

/// How a template changed since the form read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// Its new name, where it has one.
    pub renamed: Option<String>,
    pub editor: String,
    pub edit_time: String,
    pub added: Vec<String>,
    pub removed: Vec<String>,
    pub changed: Vec<String>,
    pub nodes_changed: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(name: &str) -> Template {
        Template {
            id: 7,
            name: name.into(),
            project_id: 1,
            editor: "ann".into(),
            edit_time: "2026-11-24 10:21:15 +0800".into(),
            description: String::new(),
            nodes: Vec::new(),
            consumers: Vec::new(),
            constants: [].into(),
        }
    }

    #[test]
    fn a_new_name_is_told_and_the_same_one_is_not() {
        let old = template("release");
        assert_eq!(old.drift(&old.clone()), None);
        let renamed = old
            .drift(&template("release 2"))
            .and_then(|own| own.renamed);
        assert_eq!(renamed.as_deref(), Some("release 2"));
        let edited = Template {
            editor: "bob".into(),
            ..template("release")
        };
        let drift = old.drift(&edited);
        assert_eq!(
            drift.map(|own| (own.editor, own.renamed)),
            Some(("bob".to_owned(), None))
        );
    }
}
