//! A pipeline tree without the nodes that are not to run, and without the constants that nothing
//! needs any more (contract part 6). The page sees it as the preview, the start routine runs it.

mod constants;
mod gateways;

use indexmap::IndexMap;

pub(crate) use constants::inputs;

use crate::json::{Json, Object};
use crate::python;

/// Takes the excluded nodes out of the tree. The error is the text of Python's exception.
pub fn exclude(tree: &mut Json, excluded: &[Json]) -> Result<(), String> {
    let mut drawing = Drawing::take(tree);
    for id in excluded {
        let activity = take_activity(tree, id)?;
        ignore_activity(tree, &mut drawing, &activity)?;
    }
    gateways::remove_useless_parallel(tree, &mut drawing)?;
    drawing.put_back(tree);
    constants::remove_useless(tree, excluded)
}

/// The pruned tree, and the constants that fell away.
pub fn preview(mut tree: Json, excluded: &[Json]) -> Result<Object, String> {
    let all = member(&tree, "constants")?.clone();
    exclude(&mut tree, excluded)?;
    let left = member(&tree, "constants")?;
    let not_referred = match all {
        Json::Object(all) => all
            .into_iter()
            .filter(|(key, _)| left.get(key).is_none())
            .collect(),
        _ => Object::new(),
    };
    Ok(crate::json::object! { "pipeline_tree": tree, "constants_not_referred": not_referred })
}

/// What the tree holds for drawing it: its lines and its places, by id.
struct Drawing {
    lines: IndexMap<String, Json>,
    places: IndexMap<String, Json>,
}

impl Drawing {
    fn take(tree: &Json) -> Drawing {
        let by_id = |name: &str| -> IndexMap<String, Json> {
            let items = tree.get(name).and_then(Json::as_list).unwrap_or_default();
            items
                .iter()
                .map(|item| (item.text("id").to_owned(), item.clone()))
                .collect()
        };
        Drawing {
            lines: by_id("line"),
            places: by_id("location"),
        }
    }

    fn put_back(self, tree: &mut Json) {
        if let Json::Object(members) = tree {
            members.insert(
                "line".to_owned(),
                Json::List(self.lines.into_values().collect()),
            );
            members.insert(
                "location".to_owned(),
                Json::List(self.places.into_values().collect()),
            );
        }
    }

    /// A line leads to another node now.
    fn redirect(&mut self, line: &str, target: &str) {
        if let Some(Json::Object(end)) = self
            .lines
            .get_mut(line)
            .and_then(|line| line.get_mut("target"))
        {
            end.insert("id".to_owned(), Json::from(target));
        }
    }
}

fn take_activity(tree: &mut Json, id: &Json) -> Result<Json, String> {
    match id {
        Json::List(_) => return Err("unhashable type: 'list'".to_owned()),
        Json::Object(_) => return Err("unhashable type: 'dict'".to_owned()),
        _ => {}
    }
    let shown = python::str(id);
    let activity = match id {
        Json::Str(id) => members(tree, "activities")?.shift_remove(id),
        _ => None,
    };
    let Some(activity) = activity else {
        return Err(format!(
            "task node[id={shown}] is not in template pipeline tree"
        ));
    };
    if !member(&activity, "optional")?.is_truthy() {
        return Err(format!("task node[id={shown}] is not optional"));
    }
    Ok(activity)
}

/// Joins the lines that lead to the activity with the node after it.
fn ignore_activity(tree: &mut Json, drawing: &mut Drawing, activity: &Json) -> Result<(), String> {
    let incoming = ids_of(member(activity, "incoming")?);
    let outgoing = activity.text("outgoing").to_owned();
    let next = target_of(tree, &outgoing)?;
    replace_incoming(tree, &next, &outgoing, &incoming)?;
    for line in &incoming {
        lead(tree, line, &next)?;
        drawing.redirect(line, &next);
    }
    members(tree, "flows")?.shift_remove(&outgoing);
    drawing.places.shift_remove(activity.text("id"));
    drawing.lines.shift_remove(&outgoing);
    Ok(())
}

/// The node that a flow leads to.
fn target_of(tree: &Json, flow: &str) -> Result<String, String> {
    Ok(member(member(member(tree, "flows")?, flow)?, "target")?
        .as_str()
        .unwrap_or_default()
        .to_owned())
}

fn lead(tree: &mut Json, flow: &str, target: &str) -> Result<(), String> {
    match members(tree, "flows")?
        .get_mut(flow)
        .and_then(Json::as_object_mut)
    {
        Some(flow) => drop(flow.insert("target".to_owned(), Json::from(target))),
        None => return Err(python::str_repr(flow)),
    }
    Ok(())
}

/// In the node `id`, the flows `new` take the place of `old`. A node that is neither activity nor
/// gateway is the end.
fn replace_incoming(tree: &mut Json, id: &str, old: &str, new: &[String]) -> Result<(), String> {
    let place = ["activities", "gateways"]
        .into_iter()
        .find(|place| tree.get(place).is_some_and(|all| all.get(id).is_some()));
    let node = match place {
        Some(place) => members(tree, place)?.get_mut(id),
        None => tree.get_mut("end_event"),
    };
    let incoming = node
        .and_then(|node| node.get_mut("incoming"))
        .ok_or("'incoming'")?;
    match incoming {
        Json::List(list) => {
            let at = list.iter().position(|flow| flow.as_str() == Some(old));
            list.remove(at.ok_or_else(|| format!("{} is not in list", python::str_repr(old)))?);
            list.extend(new.iter().map(|flow| Json::from(flow.as_str())));
        }
        single => {
            *single = match new {
                [only] => Json::from(only.as_str()),
                several => Json::from(several.to_vec()),
            }
        }
    }
    Ok(())
}

/// One id or a list of them.
fn ids_of(value: &Json) -> Vec<String> {
    match value {
        Json::List(ids) => ids
            .iter()
            .filter_map(Json::as_str)
            .map(str::to_owned)
            .collect(),
        Json::Str(id) => vec![id.clone()],
        _ => Vec::new(),
    }
}

/// The member, or the text of Python's `KeyError`.
fn member<'a>(value: &'a Json, key: &str) -> Result<&'a Json, String> {
    value.get(key).ok_or_else(|| python::str_repr(key))
}

fn members<'a>(value: &'a mut Json, key: &str) -> Result<&'a mut Object, String> {
    value
        .get_mut(key)
        .and_then(Json::as_object_mut)
        .ok_or_else(|| python::str_repr(key))
}
