//! Templates put in from outside, so that tests can make hostile and huge ones.

use crate::json::{Json, Object, dumps, loads, object};
use crate::state::State;
use crate::store::{NewTemplate, Source, Template};

/// Adds or replaces a template and returns its id. Nothing is checked but what the tables need;
/// parts of the tree that are missing are empty.
pub fn add(state: &State, text: &[u8]) -> Result<i64, String> {
    let given = loads(text).map_err(|_| "the template is not JSON")?;
    given.as_object().ok_or("the template is not an object")?;
    let number = |name: &str| given.get(name).and_then(Json::as_i64);
    let id = number("id").ok_or("the template has no id")?;
    let source = if given.text("source") == "common" {
        Source::Common
    } else {
        Source::Project
    };
    let project_id = match source {
        Source::Project => Some(number("project_id").ok_or("the template has no project_id")?),
        Source::Common => None,
    };
    let (tree, schema) = tree(&given)?;
    let now = state.now();
    let name_or = |name: &str, default: &str| match given.get(name) {
        Some(Json::Str(text)) => text.clone(),
        _ => default.to_owned(),
    };
    let creator = name_or("creator", "admin");
    let new = NewTemplate {
        template: Template {
            source,
            id,
            project_id,
            name: name_or("name", "template"),
            category: name_or("category", "Other"),
            description: name_or("description", ""),
            create_time: now,
            editor: name_or("editor", &creator),
            creator,
            edit_time: now,
            version: format!("{id:032x}"),
            is_deleted: given.get("is_deleted").is_some_and(Json::is_truthy),
            pipeline_tree: dumps(&tree),
            schema: dumps(&schema),
        },
        schemes: schemes(&given)?,
        default_scheme: list(&given, "default_scheme")?
            .iter()
            .filter_map(Json::as_i64)
            .collect(),
    };
    let put = |store: &crate::store::Store| store.all_or_nothing(|store| store.put_template(&new));
    state.with_store(put).map_err(|error| error.to_string())?;
    Ok(id)
}

/// The tree, and the schemas that its constants came with.
fn tree(given: &Json) -> Result<(Json, Json), String> {
    let mut tree = event_tree();
    match given.get("pipeline_tree") {
        None => {}
        Some(Json::Object(members)) => tree.extend(members.clone()),
        Some(_) => return Err("pipeline_tree is not an object".to_owned()),
    }
    let mut schemas = given
        .get("schema")
        .and_then(Json::as_object)
        .cloned()
        .unwrap_or_default();
    if let Some(Json::Object(constants)) = tree.get_mut("constants") {
        for (key, constant) in constants {
            if let Some(schema) = constant
                .as_object_mut()
                .and_then(|fields| fields.shift_remove("schema"))
            {
                schemas.insert(key.clone(), schema);
            }
        }
    }
    Ok((Json::Object(tree), Json::Object(schemas)))
}

/// A start that leads straight to the end.
fn event_tree() -> Object {
    let nothing = || Json::Object(Object::new());
    let flow = "line-of-the-empty-tree";
    let mut flows = Object::new();
    flows.insert(
        flow.to_owned(),
        object! { "id": flow, "is_default": false, "source": "start", "target": "end" }.into(),
    );
    object! {
        "activities": nothing(),
        "gateways": nothing(),
        "flows": flows,
        "constants": nothing(),
        "outputs": Json::List(Vec::new()),
        "start_event": object! {
            "id": "start", "type": "EmptyStartEvent", "name": "", "incoming": "", "outgoing": flow, "labels": Json::List(Vec::new()),
        },
        "end_event": object! {
            "id": "end", "type": "EmptyEndEvent", "name": "", "incoming": vec![flow], "outgoing": "", "labels": Json::List(Vec::new()),
        },
        "line": Json::List(Vec::new()),
        "location": Json::List(Vec::new()),
    }
}

/// Each scheme has a name and, as list or as text of one, the ids of its nodes.
fn schemes(given: &Json) -> Result<Vec<(Option<i64>, String, String)>, String> {
    let mut schemes = Vec::new();
    for scheme in list(given, "schemes")? {
        let Some(Json::Str(name)) = scheme.get("name") else {
            return Err("a scheme has no name".to_owned());
        };
        let data = match scheme.get("data") {
            None => "[]".to_owned(),
            Some(Json::Str(text)) => text.clone(),
            Some(data) => dumps(data),
        };
        schemes.push((scheme.get("id").and_then(Json::as_i64), name.clone(), data));
    }
    Ok(schemes)
}

fn list<'a>(given: &'a Json, name: &str) -> Result<&'a [Json], String> {
    match given.get(name) {
        None | Some(Json::Null) => Ok(&[]),
        Some(Json::List(items)) => Ok(items),
        Some(_) => Err(format!("{name} is not a list")),
    }
}
