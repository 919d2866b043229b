//! Options out of a form's items.

use serde_json::Value;

use crate::model::Choice;

/// Items are `{text, value}` or `{name, value}`.
pub fn read_options(items: Option<&Value>) -> Vec<Choice> {
    items
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|item| {
            let value = item.get("value")?.clone();
            let label = ["text", "name", "label"]
                .iter()
                .find_map(|field| item.get(field)?.as_str());
            let label = label.map_or_else(|| value.to_string(), str::to_owned);
            Some(Choice {
                label,
                value,
                depth: 0,
            })
        })
        .collect()
}

/// Options that stand in groups of groups, each with the names on the way to
/// it. Of a tree every node can be chosen, by its id; of a cascader only what
/// has nothing below it, by the values on the way.
pub fn read_nested(items: Option<&Value>, is_tree: bool) -> Vec<Choice> {
    let mut options = Vec::new();
    descend(items, is_tree, "", &[], &mut options);
    options
}

fn descend(
    items: Option<&Value>,
    is_tree: bool,
    names: &str,
    path: &[Value],
    options: &mut Vec<Choice>,
) {
    for item in items.and_then(Value::as_array).into_iter().flatten() {
        let Some(value) = item.get("value").or_else(|| item.get("id")) else {
            continue;
        };
        let name = item.get("label").or_else(|| item.get("name"));
        let name = name.map_or_else(
            || value.to_string(),
            |name| match name.as_str() {
                Some(name) => name.to_owned(),
                None => name.to_string(),
            },
        );
        let label = match names {
            "" => name,
            names => [names, " / ", &name].concat(),
        };
        let path: Vec<Value> = path.iter().chain([value]).cloned().collect();
        let below = item.get("children").filter(|below| below.is_array());
        let value = match is_tree {
            true => Some(value.clone()),
            false => below.is_none().then(|| Value::Array(path.clone())),
        };
        if let Some(value) = value {
            let label = label.clone();
            options.push(Choice {
                label,
                value,
                depth: if is_tree { path.len() - 1 } else { 0 },
            });
        }
        descend(below, is_tree, &label, &path, options);
    }
}
