//! Lists the clocked tasks of a project (contract part 6).

use super::{Call, Outcome, Stop};
use crate::json::{Json, object};
use crate::plan_start_time::{SERVER_ZONE, show_spaced};
use crate::python;
use crate::serializer;
use crate::store::{ClockedTask, Filter, Project, Source, Store};
use crate::user::{CLOCKED_TASK_ACTIONS, Caller};

const STATES: [&str; 3] = ["not_started", "started", "start_failed"];
const DEFAULT_LIMIT: i64 = 100;
const MAX_LIMIT: i64 = 200;

pub(super) fn view(call: &Call) -> Outcome {
    let project = call.project()?;
    let zone = call.expected_timezone()?.unwrap_or(SERVER_ZONE);
    call.need_project("project_view", &project)?;
    let filter = filter(call, &project)?;
    let count = call.store.count_tasks(&filter)?;
    let (offset, limit) = page(call).map_err(|problem| {
        let message = format!("[API] pagination error: {problem}");
        Stop::Refused(object! { "result": false, "data": "", "message": message, "code": 3545000 })
    })?;
    let mut items = Vec::new();
    for task in call.store.tasks(&filter, offset, Some(limit))? {
        let mut item = serializer::show(&task);
        for (field, instant) in [
            ("plan_start_time", task.plan_start_time),
            ("create_time", task.create_time),
            ("edit_time", task.edit_time),
        ] {
            item.insert(field.to_owned(), Json::from(show_spaced(instant, zone)));
        }
        item.insert(
            "auth_actions".to_owned(),
            auth_actions(call.store, call.caller, &task)?,
        );
        items.push(item);
    }
    Ok(object! { "result": true, "data": items, "count": count, "code": 0 })
}

/// What the user may do with the task, and whether they may see its flow.
pub(crate) fn auth_actions(
    store: &Store,
    caller: &Caller,
    task: &ClockedTask,
) -> rusqlite::Result<Json> {
    let mut actions = caller
        .user
        .allowed(&CLOCKED_TASK_ACTIONS, Some(task.project_id));
    let template = store.template(Source::Project, task.template_id)?;
    if template.is_some_and(|template| caller.user.may("flow_view", template.project_id)) {
        actions.push("flow_view");
    }
    Ok(Json::from(actions))
}

fn filter(call: &Call, project: &Project) -> Result<Filter, Stop> {
    let mut filter = Filter::default();
    filter.compare("project_id", "=", project.id);
    if let Some(id) = call.request.filled_param("id") {
        let digits = python::int(&id).ok_or_else(|| Stop::refused("参数id必须为数字", 3540000))?;
        filter.compare("id", "=", digits.parse::<i64>().map_err(|_| Stop::Crash)?);
    }
    for column in ["task_name", "creator", "editor"] {
        if let Some(text) = call.request.filled_param(column) {
            filter.contains(column, &text);
        }
    }
    if let Some(state) = call.request.filled_param("state") {
        if !STATES.contains(&state.as_str()) {
            return Err(Stop::refused(
                format!("参数state必须为以下值之一: {}", STATES.join(", ")),
                3540000,
            ));
        }
        filter.compare("state", "=", state);
    }
    Ok(filter)
}

/// Offset and limit, or the text of Python's exception.
fn page(call: &Call) -> Result<(i64, i64), String> {
    let number = |name: &str, default: i64| match call.request.param(name) {
        None => Ok(default),
        Some(text) => match python::int(&text) {
            Some(digits) => Ok(digits.parse().unwrap_or(if digits.starts_with('-') {
                -1
            } else {
                i64::MAX
            })),
            None => Err(format!(
                "invalid literal for int() with base 10: {}",
                python::str_repr(&text)
            )),
        },
    };
    let offset = number("offset", 0)?;
    let limit = number("limit", DEFAULT_LIMIT)?.min(MAX_LIMIT);
    if offset < 0 || limit < 0 {
        return Err("offset and limit must be greater or equal to 0.".to_owned());
    }
    Ok((offset, limit))
}
