//! The start routine (contract part 4): what happens to a task at its planned instant. The
//! texts of the errors are those of the Python exceptions behind them.

mod nodes;
pub mod schedule;

use chrono::{DateTime, Utc};
use indexmap::IndexSet;

use crate::json::{Json, Object, loads, object};
use crate::plan_start_time::SERVER_ZONE;
use crate::preview;
use crate::python;
use crate::store::{ClockedTask, Source, StartResult, Store};

/// Names of tasks are cut at this many code points, time stamp and all.
const MAX_NAME: usize = 128;

/// Starts the task and records what became of it. Errors are of the database only.
pub fn start(
    store: &Store,
    task: &ClockedTask,
    now: DateTime<Utc>,
) -> rusqlite::Result<StartResult> {
    let mut result = StartResult {
        task_name: String::new(),
        executed_nodes: Json::List(Vec::new()),
        constants: Json::Object(Object::new()),
        constants_with_meta: Json::List(Vec::new()),
        error: None,
    };
    if let Err(failure) = run(store, task, now, &mut result) {
        match failure {
            Failure::Exception(text) => result.error = Some(text),
            Failure::Database(error) => return Err(error),
        }
    }
    store.record_start(task.id, &result)?;
    Ok(result)
}

enum Failure {
    Exception(String),
    Database(rusqlite::Error),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Failure::Database(error)
    }
}

impl From<String> for Failure {
    fn from(text: String) -> Self {
        Failure::Exception(text)
    }
}

impl From<&str> for Failure {
    fn from(text: &str) -> Self {
        Failure::Exception(text.to_owned())
    }
}

fn run(
    store: &Store,
    task: &ClockedTask,
    now: DateTime<Utc>,
    result: &mut StartResult,
) -> Result<(), Failure> {
    let project = store
        .project(task.project_id)?
        .ok_or("'NoneType' object has no attribute 'time_zone'")?;
    let zone = project.time_zone.parse().unwrap_or(SERVER_ZONE);
    let stamp = now.with_timezone(&zone).format("%Y%m%d%H%M%S");
    result.task_name = format!("{}_{stamp}", task.task_name)
        .chars()
        .take(MAX_NAME)
        .collect();
    let parameters = loads(task.task_params.as_bytes())
        .map_err(|_| "Expecting value: line 1 column 1 (char 0)")?;
    let template = store
        .template(Source::Project, task.template_id)?
        .filter(|template| template.project_id == Some(project.id) && !template.is_deleted)
        .ok_or("TaskTemplate matching query does not exist.")?;
    let mut tree = template
        .tree()
        .map_err(|_| "'NoneType' object has no attribute 'data'")?;
    let excluded = nodes::excluded(store, &tree, &parameters)?;
    preview::exclude(&mut tree, &excluded)?;
    let simplified = keys(parameters.get("simplify_vars"))?;
    result.constants_with_meta =
        fill_constants(&mut tree, parameters.get("constants"), &simplified);
    result.executed_nodes = executed(&tree);
    result.constants = values(&tree);
    Ok(())
}

/// Submitted values take the place of the template's own, verbatim, where the key is still
/// there. A value that only configures a form (`is_meta`) first gives way to its default.
fn fill_constants(tree: &mut Json, submitted: Option<&Json>, simplified: &[Json]) -> Json {
    let mut with_meta = Vec::new();
    let Some(Json::Object(constants)) = tree.get_mut("constants") else {
        return Json::List(with_meta);
    };
    for (key, constant) in constants {
        let Json::Object(fields) = constant else {
            continue;
        };
        if fields.get("is_meta").is_some_and(Json::is_truthy) && !fields.contains_key("meta") {
            let meta = Json::Object(fields.clone());
            fields.insert("meta".to_owned(), meta);
            if let Some(Json::Object(config)) = fields.get("value") {
                let default = config.get("default").filter(|default| default.is_truthy());
                let default = default
                    .or_else(|| config.get("default_text"))
                    .cloned()
                    .unwrap_or_else(|| Json::from(""));
                fields.insert("value".to_owned(), default);
            }
        }
        if let Some(value) = submitted.and_then(|submitted| submitted.get(key)) {
            fields.insert("value".to_owned(), value.clone());
        }
        let custom = fields.get("source_type").and_then(Json::as_str) == Some("custom");
        if custom && simplified.iter().any(|simple| simple.as_str() == Some(key)) {
            fields.insert("custom_type".to_owned(), Json::from("textarea"));
            fields.insert("source_tag".to_owned(), Json::from("textarea.textarea"));
            fields.insert("is_meta".to_owned(), Json::Bool(false));
        }
        if fields.contains_key("meta") {
            with_meta.push(Json::from(key.as_str()));
        }
    }
    Json::List(with_meta)
}

fn executed(tree: &Json) -> Json {
    let activities = tree
        .get("activities")
        .and_then(Json::as_object)
        .into_iter()
        .flatten();
    let nodes =
        activities.map(|(id, node)| object! { "id": id.as_str(), "name": node.text("name") });
    Json::List(nodes.map(Json::Object).collect())
}

fn values(tree: &Json) -> Json {
    let constants = tree
        .get("constants")
        .and_then(Json::as_object)
        .into_iter()
        .flatten();
    Json::Object(
        constants
            .map(|(key, constant)| {
                (
                    key.clone(),
                    constant.get("value").cloned().unwrap_or(Json::Null),
                )
            })
            .collect(),
    )
}

/// `set(value)`, its elements in order; no value and null are empty.
fn keys(value: Option<&Json>) -> Result<Vec<Json>, String> {
    match value {
        None | Some(Json::Null) => Ok(Vec::new()),
        Some(value) => {
            let items = iterate(value)?;
            items.iter().try_for_each(hashable)?;
            Ok(items)
        }
    }
}

/// What a Python loop over the value yields.
fn iterate(value: &Json) -> Result<Vec<Json>, String> {
    let name = match value {
        Json::List(items) => return Ok(items.clone()),
        Json::Str(text) => {
            return Ok(text
                .chars()
                .map(|character| Json::Str(character.to_string()))
                .collect());
        }
        Json::Object(members) => {
            return Ok(members.keys().map(|key| Json::from(key.as_str())).collect());
        }
        Json::Null => "NoneType",
        Json::Bool(_) => "bool",
        Json::Int(_) => "int",
        Json::Float(_) => "float",
    };
    Err(format!("'{name}' object is not iterable"))
}

fn hashable(value: &Json) -> Result<(), String> {
    match value {
        Json::List(_) => Err("unhashable type: 'list'".to_owned()),
        Json::Object(_) => Err("unhashable type: 'dict'".to_owned()),
        _ => Ok(()),
    }
}

/// The text of a Python set.
fn set_repr(items: &IndexSet<String>) -> String {
    match items.len() {
        0 => "set()".to_owned(),
        _ => format!(
            "{{{}}}",
            items.iter().cloned().collect::<Vec<_>>().join(", ")
        ),
    }
}

/// As `python::repr`, with equal numbers made equal: `True`, `1` and `1.0` are one key.
fn key_repr(value: &Json) -> String {
    match value {
        Json::Bool(value) => i64::from(*value).to_string(),
        Json::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        value => python::repr(value),
    }
}
