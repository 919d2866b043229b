//! A template out of `get_template_info` and of the preview's tree.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::Value;

use crate::model::uses::Consumer;
use crate::model::{Node, Template};

/// `data` of `get_template_info`, still without its constants; the error is the
/// path of what is missing.
pub fn read_template(data: &Value) -> Result<Template, &'static str> {
    let text = |field: &str| {
        data.get(field)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let tree = tree_of(data)?;
    Ok(Template {
        id: data.get("id").and_then(Value::as_i64).ok_or("id")?,
        name: text("name"),
        project_id: data
            .get("project_id")
            .and_then(Value::as_i64)
            .ok_or("project_id")?,
        editor: text("editor"),
        edit_time: text("edit_time"),
        description: text("description"),
        nodes: read_nodes(tree),
        consumers: read_consumers(tree),
        constants: [].into(),
    })
}

pub fn tree_of(data: &Value) -> Result<&Value, &'static str> {
    let tree = data.get("pipeline_tree").filter(|tree| tree.is_object());
    tree.ok_or("pipeline_tree")
}

/// What reads constants: the inputs of a step, the shown constants of a
/// sub-process, the conditions of a gateway (contract part 6).
fn read_consumers(tree: &Value) -> Vec<Consumer> {
    let members = |name: &str| {
        let members = tree.get(name).and_then(Value::as_object);
        members.into_iter().flatten().map(|(_, member)| member)
    };
    let parts = |owner: &Value| {
        let part = |path: &str| owner.pointer(path).map(Value::to_string);
        let paths = ["/component/data", "/constants", "/conditions"];
        paths.into_iter().filter_map(part).collect::<String>()
    };
    let consumer = |owner: &Value| {
        let name = owner.get("name").and_then(Value::as_str);
        let id = owner.get("id").and_then(Value::as_str);
        Consumer {
            name: name
                .filter(|name| !name.is_empty())
                .or(id)
                .unwrap_or_default()
                .to_owned(),
            text: parts(owner),
        }
    };
    let all = members("activities").chain(members("gateways"));
    all.map(consumer)
        .filter(|consumer| !consumer.text.is_empty())
        .collect()
}

/// The steps of a flow in the order in which it passes them, breadth first
/// from the start event; steps that no line leads to stand at the end.
fn read_nodes(tree: &Value) -> Vec<Node> {
    let Some(activities) = tree.get("activities").and_then(Value::as_object) else {
        return Vec::new();
    };
    let mut nodes = Vec::new();
    for id in order(tree)
        .into_iter()
        .chain(activities.keys().map(String::as_str))
    {
        let is_listed = nodes.iter().any(|node: &Node| node.id == id);
        if let Some(activity) = activities.get(id).filter(|_| !is_listed) {
            let name = activity.get("name").and_then(Value::as_str).unwrap_or(id);
            let optional = activity.get("optional") == Some(&Value::Bool(true));
            nodes.push(Node {
                id: id.to_owned(),
                name: name.to_owned(),
                optional,
            });
        }
    }
    nodes
}

fn order(tree: &Value) -> Vec<&str> {
    let mut next: HashMap<&str, Vec<&str>> = HashMap::new();
    for flow in tree
        .get("flows")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let end = |name: &str| flow.1.get(name).and_then(Value::as_str);
        if let (Some(source), Some(target)) = (end("source"), end("target")) {
            next.entry(source).or_default().push(target);
        }
    }
    let start = tree.pointer("/start_event/id").and_then(Value::as_str);
    let mut queue: VecDeque<&str> = start.into_iter().collect();
    let mut seen: HashSet<&str> = queue.iter().copied().collect();
    let mut order = Vec::new();
    while let Some(id) = queue.pop_front() {
        order.push(id);
        for target in next.get(id).into_iter().flatten() {
            if seen.insert(target) {
                queue.push_back(target);
            }
        }
    }
    order
}
