//! A flow template: its head as listed, its nodes and constants as read.

use std::collections::HashSet;

use super::constant::Constant;

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
    /// All constants, hidden ones and outputs too, in `index` order.
    pub constants: Vec<Constant>,
}

/// The keys of all passwords among the constants and in their parts.
pub fn password_keys(constants: &[Constant]) -> HashSet<String> {
    constants.iter().flat_map(Constant::password_keys).collect()
}

impl Template {
    pub fn node_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.nodes
            .iter()
            .find(|node| node.id == id)
            .map_or(id, |node| &node.name)
    }

    /// What differs between two readings of one template, for a person to
    /// judge: keys of constants and names of nodes.
    pub fn drift(&self, newer: &Template) -> Option<Drift> {
        if self == newer {
            return None;
        }
        let key = |constants: &[Constant]| -> Vec<String> {
            constants
                .iter()
                .map(|constant| constant.key.clone())
                .collect()
        };
        let (old, new) = (key(&self.constants), key(&newer.constants));
        Some(Drift {
            editor: newer.editor.clone(),
            edit_time: newer.edit_time.clone(),
            added: new
                .iter()
                .filter(|key| !old.contains(key))
                .cloned()
                .collect(),
            removed: old
                .iter()
                .filter(|key| !new.contains(key))
                .cloned()
                .collect(),
            changed: newer
                .constants
                .iter()
                .filter(|new| {
                    self.constants
                        .iter()
                        .any(|old| old.key == new.key && old != *new)
                })
                .map(|constant| constant.key.clone())
                .collect(),
            nodes_changed: self.nodes != newer.nodes,
        })
    }
}

/// How a template changed since the form read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    pub editor: String,
    pub edit_time: String,
    pub added: Vec<String>,
    pub removed: Vec<String>,
    pub changed: Vec<String>,
    pub nodes_changed: bool,
}
