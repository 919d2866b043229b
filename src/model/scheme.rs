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

/// A scheme by what stays the same between two readings of a template, and
/// in a draft: positions change when a scheme is deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemeName {
    pub id: Option<i64>,
    pub name: String,
    /// Which of several with this name, from 0.
    pub nth: usize,
}

/// The schemes at some positions by their names.
pub fn named(schemes: &[Scheme], positions: &[usize]) -> Vec<SchemeName> {
    let mut names = Vec::new();
    for (at, scheme) in schemes.iter().enumerate() {
        if positions.contains(&scheme.position) {
            let is_namesake = |other: &&Scheme| other.name == scheme.name;
            names.push(SchemeName {
                id: scheme.id,
                name: scheme.name.clone(),
                nth: schemes[..at].iter().filter(is_namesake).count(),
            });
        }
    }
    names
}

impl SchemeName {
    /// Of something that names no scheme here.
    pub fn unknown(name: String) -> SchemeName {
        SchemeName {
            id: name.parse().ok(),
            name,
            nth: 0,
        }
    }
}

/// Where the named schemes are now, and those that are gone.
pub fn find(schemes: &[Scheme], names: &[SchemeName]) -> (Vec<usize>, Vec<SchemeName>) {
    let (mut positions, mut gone) = (Vec::new(), Vec::new());
    for name in names {
        let mut namesakes = schemes.iter().filter(|scheme| scheme.name == name.name);
        let found = match name.id {
            Some(id) if schemes.iter().any(|scheme| scheme.id.is_some()) => {
                schemes.iter().find(|scheme| scheme.id == Some(id))
            }
            _ => namesakes.nth(name.nth),
        };
        match found {
            Some(scheme) => positions.push(scheme.position),
            None => gone.push(name.clone()),
        }
    }
    (positions, gone)
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
    fn ticks_follow_their_schemes_through_a_deletion() {
        let twins = |ids: &[Option<i64>]| -> Vec<Scheme> {
            let twin = |(position, id): (usize, &Option<i64>)| Scheme {
                id: *id,
                name: "night".into(),
                ..scheme(position, &[])
            };
            ids.iter().enumerate().map(twin).collect()
        };
        let nameless = twins(&[None, None]);
        let second = named(&nameless, &[1]);
        assert_eq!(find(&nameless, &second), (vec![1], vec![]));
        let one_left = find(&nameless[..1], &second);
        assert_eq!(one_left, (vec![], second));

        let numbered = twins(&[Some(5), Some(6), Some(7)]);
        let last = named(&numbered, &[2]);
        assert_eq!(find(&twins(&[Some(5), Some(7)]), &last), (vec![1], vec![]));
        let gone = find(&twins(&[Some(5), Some(6)]), &last);
        assert_eq!(gone, (vec![], last));
    }

    #[test]
    fn a_scheme_without_nodes_runs_only_what_always_runs() {
        let nodes = [node("a", false), node("b", true)];
        let empty = scheme(0, &[]);
        assert_eq!(effect(&nodes, &[&empty]).skipped, [node("b", true)]);
    }
}
