//! Execution schemes: named sets of optional nodes.

use std::collections::HashSet;

use super::template::Node;

/// An execution scheme. The gateway names a scheme by a string
/// (`"<template>-<name>"`) that creation accepts and the start always fails
/// on (contract part 4), so that string is kept nowhere: only an integer id,
/// where some source gave one, can ever be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// The position in the answer tells schemes of one name apart.
    pub position: usize,
    pub id: Option<i64>,
    pub name: String,
    /// Ids of the nodes that run.
    pub nodes: Vec<String>,
    /// Whether the template marks it as a default.
    pub default: bool,
}

/// What a set of ticked schemes does to the nodes of a template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Nodes that run because a ticked scheme names them, or because nothing
    /// is ticked.
    pub run: Vec<Node>,
    /// Nodes that run whatever is ticked.
    pub always: Vec<Node>,
    pub skipped: Vec<Node>,
}

/// Contract part 4: none ticked, every node runs; otherwise the union of the
/// schemes' nodes and every node that is not optional.
pub fn effect(nodes: &[Node], ticked: &[&Scheme]) -> Effect {
    let chosen: HashSet<&str> = ticked
        .iter()
        .flat_map(|scheme| scheme.nodes.iter().map(String::as_str))
        .collect();
    let mut effect = Effect::default();
    for node in nodes {
        let place = if !node.optional {
            &mut effect.always
        } else if ticked.is_empty() || chosen.contains(node.id.as_str()) {
            &mut effect.run
        } else {
            &mut effect.skipped
        };
        place.push(node.clone());
    }
    effect
}

/// The nodes that the ticked schemes name, each once, in the flow's order.
/// Nodes that the template no longer has are left out: the start ignores them.
pub fn union(nodes: &[Node], ticked: &[&Scheme]) -> Vec<String> {
    nodes
        .iter()
        .filter(|node| ticked.iter().any(|scheme| scheme.nodes.contains(&node.id)))
        .map(|node| node.id.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(id: &str, optional: bool) -> Node {
        Node {
            id: id.into(),
            name: id.to_uppercase(),
            optional,
        }
    }

    fn scheme(position: usize, nodes: &[&str]) -> Scheme {
        Scheme {
            position,
            id: None,
            name: String::new(),
            nodes: nodes.iter().map(ToString::to_string).collect(),
            default: false,
        }
    }

    #[test]
    fn without_a_tick_every_node_runs() {
        let nodes = [node("a", false), node("b", true)];
        let effect = effect(&nodes, &[]);
        assert_eq!(effect.run, [node("b", true)]);
        assert_eq!(effect.always, [node("a", false)]);
        assert!(effect.skipped.is_empty());
    }

    #[test]
    fn ticks_join_and_the_rest_of_the_optional_nodes_is_skipped() {
        let nodes = [
            node("a", false),
            node("b", true),
            node("c", true),
            node("d", true),
        ];
        let (first, second) = (scheme(0, &["b"]), scheme(1, &["c", "b", "gone"]));
        let effect = effect(&nodes, &[&first, &second]);
        assert_eq!(effect.skipped, [node("d", true)]);
        assert_eq!(union(&nodes, &[&first, &second]), ["b", "c"]);
    }

    #[test]
    fn a_scheme_without_nodes_runs_only_what_always_runs() {
        let nodes = [node("a", false), node("b", true)];
        let empty = scheme(0, &[]);
        assert_eq!(effect(&nodes, &[&empty]).skipped, [node("b", true)]);
    }
}
