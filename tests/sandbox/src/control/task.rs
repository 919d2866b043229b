//! Clocked tasks put in and looked at from outside of the API.

use chrono::{DateTime, Utc};

use crate::json::{Json, dumps, loads, object};
use crate::plan_start_time;
use crate::serializer;
use crate::state::State;
use crate::store::{ClockedTask, Filter, StartResult};

/// Stores a row as given and returns its id. The members are those of a task in an answer;
/// `task_parameters` may be anything, NaN included, or `task_params` its very text.
pub fn add(state: &State, text: &[u8]) -> Result<i64, String> {
    let given = loads(text).map_err(|_| "the task is not JSON")?;
    let members = given.as_object().ok_or("the task is not an object")?;
    let now = state.now();
    let number = |name: &str| members.get(name).and_then(Json::as_i64);
    let id = match number("id") {
        Some(id) => id,
        None => state
            .with_store(|store| store.next_task_id())
            .map_err(|error| error.to_string())?,
    };
    let name_or = |name: &str, default: &str| match given.text(name) {
        "" => default.to_owned(),
        text => text.to_owned(),
    };
    let task = ClockedTask {
        id,
        project_id: number("project_id").ok_or("the task has no project_id")?,
        task_id: number("task_id"),
        task_name: given.text("task_name").to_owned(),
        template_id: number("template_id").ok_or("the task has no template_id")?,
        template_name: given.text("template_name").to_owned(),
        template_source: name_or("template_source", "project"),
        clocked_task_id: Some(id),
        creator: name_or("creator", "alice"),
        create_time: instant(&given, "create_time")?.unwrap_or(now),
        editor: given.text("editor").to_owned(),
        edit_time: instant(&given, "edit_time")?.unwrap_or(now),
        plan_start_time: instant(&given, "plan_start_time")?
            .ok_or("the task has no plan_start_time")?,
        task_params: match given.get("task_params") {
            Some(Json::Str(text)) => text.clone(),
            _ => members
                .get("task_parameters")
                .map_or_else(|| "{}".to_owned(), dumps),
        },
        state: name_or("state", "not_started"),
    };
    state
        .with_store(|store| store.put_task(&task))
        .map_err(|error| error.to_string())?;
    state.wake.notify_one();
    Ok(id)
}

fn instant(given: &Json, name: &str) -> Result<Option<DateTime<Utc>>, String> {
    match given.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(value) => {
            let instant = value
                .as_str()
                .and_then(|text| plan_start_time::parse(text).ok());
            instant
                .map(Some)
                .ok_or_else(|| format!("{name} is not an instant"))
        }
    }
}

/// The text of one task with the result of its start.
pub fn show(state: &State, id: i64) -> rusqlite::Result<Option<String>> {
    Ok(state
        .task(id)?
        .map(|(task, result)| dumps(&with_result(&task, result.as_ref()))))
}

/// The text of all tasks, newest first.
pub fn list(state: &State) -> rusqlite::Result<String> {
    let tasks = state.with_store(|store| -> rusqlite::Result<Vec<Json>> {
        let tasks = store.tasks(&Filter::default(), 0, None)?;
        tasks
            .iter()
            .map(|task| Ok(with_result(task, store.start_result(task.id)?.as_ref())))
            .collect()
    })?;
    Ok(dumps(&Json::List(tasks)))
}

fn with_result(task: &ClockedTask, result: Option<&StartResult>) -> Json {
    let mut shown = serializer::show(task);
    let start = result.map(|result| {
        object! {
            "task_name": result.task_name.as_str(),
            "executed_nodes": result.executed_nodes.clone(),
            "constants": result.constants.clone(),
            "constants_with_meta": result.constants_with_meta.clone(),
            "error": result.error.as_deref(),
        }
    });
    shown.insert("start".to_owned(), Json::from(start));
    Json::Object(shown)
}
