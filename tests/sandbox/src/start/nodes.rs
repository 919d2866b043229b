//! Which nodes a task leaves out: by schemes, by naming the nodes that run, or by naming those
//! that do not.

use indexmap::{IndexMap, IndexSet};

use super::{Failure, hashable, iterate, key_repr, keys, set_repr};
use crate::json::{Json, Object};
use crate::python;
use crate::store::{Scheme, Store};

/// The first of the three ways that is not empty decides.
pub(super) fn excluded(
    store: &Store,
    tree: &Json,
    parameters: &Json,
) -> Result<Vec<Json>, Failure> {
    let given = |name: &str| parameters.get(name).filter(|value| value.is_truthy());
    if let Some(nodes) = given("exclude_task_nodes_id") {
        return Ok(iterate(nodes)?);
    }
    if let Some(nodes) = given("appoint_task_nodes_id") {
        let appointed = keys(Some(nodes))?;
        return Ok(optional_except(tree, |id| {
            appointed.iter().any(|node| node.as_str() == Some(id))
        }));
    }
    match given("template_schemes_id") {
        Some(ids) => {
            let chosen = nodes_of_schemes(store, ids)?;
            Ok(optional_except(tree, |id| chosen.contains(id)))
        }
        None => Ok(Vec::new()),
    }
}

/// The optional nodes that do not run; nodes that are not optional always do.
fn optional_except(tree: &Json, runs: impl Fn(&str) -> bool) -> Vec<Json> {
    let activities = tree
        .get("activities")
        .and_then(Json::as_object)
        .into_iter()
        .flat_map(Object::iter);
    let optional = activities.filter(|(_, node)| node.get("optional").is_some_and(Json::is_truthy));
    optional
        .filter(|(id, _)| !runs(id))
        .map(|(id, _)| Json::from(id.as_str()))
        .collect()
}

fn nodes_of_schemes(store: &Store, ids: &Json) -> Result<IndexSet<String>, Failure> {
    let ids = iterate(ids)?;
    let mut schemes: IndexMap<i64, Scheme> = IndexMap::new();
    for number in ids
        .iter()
        .map(scheme_id)
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .flatten()
    {
        if let Some(scheme) = store.scheme(number)? {
            schemes.insert(scheme.id, scheme);
        }
    }
    if schemes.len() != ids.len() {
        ids.iter().try_for_each(hashable)?;
        let known: Vec<_> = schemes.keys().map(i64::to_string).collect();
        let unknown: IndexSet<_> = ids
            .iter()
            .filter(|id| !known.contains(&key_repr(id)))
            .map(python::repr)
            .collect();
        let complaint = format!("not all input scheme id exit: {}", set_repr(&unknown));
        return Err(format!("[{}]", python::str_repr(&complaint)).into());
    }
    Ok(schemes.values().flat_map(Scheme::node_ids).collect())
}

/// `int(id)`, as the database layer does it: 5.5 is 5 and true is 1. Null is no id at all.
fn scheme_id(id: &Json) -> Result<Option<i64>, String> {
    let digits = match id {
        Json::Null => return Ok(None),
        Json::Bool(value) => Some(i64::from(*value).to_string()),
        Json::Int(digits) => Some(digits.clone()),
        Json::Float(number) if number.is_infinite() => {
            return Err("cannot convert float infinity to integer".to_owned());
        }
        Json::Float(number) if number.is_finite() => Some(format!("{:.0}", number.trunc())),
        Json::Str(text) => python::int(text),
        Json::Float(_) | Json::List(_) | Json::Object(_) => None,
    };
    let digits = digits
        .ok_or_else(|| format!("Field 'id' expected a number but got {}.", python::repr(id)))?;
    let number = digits
        .parse()
        .map_err(|_| "Python int too large to convert to SQLite INTEGER".to_owned())?;
    Ok(Some(number))
}
