//! The constants that the remaining nodes still need: those their inputs, the parameters of
//! sub-processes and the conditions of gateways refer to, those that these refer to in turn, and
//! every output of a node (contract part 6).

use indexmap::IndexSet;

use super::{member, members};
use crate::json::{Json, Object};
use crate::mako::references;

pub(super) fn remove_useless(tree: &mut Json, excluded: &[Json]) -> Result<(), String> {
    let needed = needed_keys(tree)?;
    if let Some(Json::List(outputs)) = tree.get_mut("outputs") {
        outputs.retain(|key| key.as_str().is_some_and(|key| needed.contains(key)));
    }
    let constants = members(tree, "constants")?;
    let mut kept: Vec<(String, Json)> = std::mem::take(constants)
        .into_iter()
        .filter(|(key, _)| needed.contains(key))
        .collect();
    kept.sort_by_key(|(_, constant)| {
        constant
            .get("index")
            .and_then(Json::as_i64)
            .unwrap_or_default()
    });
    for (index, (_, constant)) in kept.iter_mut().enumerate() {
        let Json::Object(fields) = constant else {
            continue;
        };
        fields.insert("index".to_owned(), Json::Int(index.to_string()));
        if let Some(Json::Object(nodes)) = fields.get_mut("source_info") {
            nodes.retain(|node, _| !excluded.iter().any(|id| id.as_str() == Some(node)));
        }
    }
    *constants = Object::from_iter(kept);
    Ok(())
}

fn needed_keys(tree: &Json) -> Result<IndexSet<String>, String> {
    let constants = member(tree, "constants")?
        .as_object()
        .ok_or("'constants'")?;
    let mut names = IndexSet::new();
    names_in_activities(tree, &mut names)?;
    names_in_conditions(tree, &mut names)?;
    let mut at = 0;
    let mut needed = IndexSet::new();
    while let Some(name) = names.get_index(at) {
        at += 1;
        let key = format!("${{{name}}}");
        if let Some(constant) = constants.get(&key) {
            references(constant.get("value").unwrap_or(&Json::Null), &mut names);
            needed.insert(key);
        }
    }
    let outputs = constants
        .iter()
        .filter(|(_, constant)| constant.text("source_type") == "component_outputs");
    needed.extend(outputs.map(|(key, _)| key.clone()));
    Ok(needed)
}

fn names_in_activities(tree: &Json, names: &mut IndexSet<String>) -> Result<(), String> {
    let activities = member(tree, "activities")?
        .as_object()
        .ok_or("'activities'")?;
    for activity in activities.values() {
        for value in inputs(activity) {
            references(value, names);
        }
    }
    Ok(())
}

/// The values that a node is given: the inputs of a plugin, or the shown constants of a
/// sub-process.
pub(crate) fn inputs(activity: &Json) -> impl Iterator<Item = &Json> {
    let service = activity.text("type") == "ServiceActivity";
    let all = if service {
        activity
            .get("component")
            .and_then(|component| component.get("data"))
    } else {
        activity.get("constants")
    };
    all.and_then(Json::as_object)
        .into_iter()
        .flat_map(Object::values)
        .filter(move |input| service || input.text("show_type") == "show")
        .filter_map(|input| input.get("value"))
}

fn names_in_conditions(tree: &Json, names: &mut IndexSet<String>) -> Result<(), String> {
    let gateways = member(tree, "gateways")?.as_object().ok_or("'gateways'")?;
    let deciding = gateways.values().filter(|gateway| {
        matches!(
            gateway.text("type"),
            "ExclusiveGateway" | "ConditionalParallelGateway"
        )
    });
    for conditions in deciding.filter_map(|gateway| gateway.get("conditions")?.as_object()) {
        for condition in conditions.values() {
            references(condition.get("evaluate").unwrap_or(&Json::Null), names);
        }
    }
    Ok(())
}
