//! Clocked tasks as the pages of bk-sops list, show, create, change and delete them.

mod filter;

use axum::http::Method;

use super::page::Page;
use super::{Outcome, Stop, Success, WebCall, denial, success};
use crate::gateway::{auth_actions, new_task};
use crate::json::{Json, Object, loads};
use crate::serializer::{self, Failure, Purpose, Validated};
use crate::store::{App, ClockedTask};
use crate::user::{CLOCKED_TASK_ACTIONS, Caller};

pub(super) fn view(call: &WebCall) -> Outcome {
    let method = &call.request.method;
    match call.rest.strip_suffix('/') {
        None if *method == Method::GET => list(call),
        None if *method == Method::POST => create(call),
        Some(id) if *method == Method::GET => retrieve(call, id),
        Some(id) if [Method::PATCH, Method::PUT].contains(method) => change(call, id),
        Some(id) if *method == Method::DELETE => delete(call, id),
        _ => Err(call.not_allowed()),
    }
}

fn list(call: &WebCall) -> Outcome {
    filter::may_list(call)?;
    let filter = filter::read(call)?;
    let page = Page::of(call, None);
    let (offset, limit) = page
        .as_ref()
        .map_or((0, None), |page| (page.offset, Some(page.limit)));
    let caller = Caller {
        user: call.user.clone(),
        app: App {
            code: String::new(),
            secret: String::new(),
            trusted: false,
        },
    };
    let mut items = Vec::new();
    for task in call.store.tasks(&filter, offset, limit)? {
        let mut item = serializer::show(&task);
        item.insert(
            "auth_actions".to_owned(),
            auth_actions(call.store, &caller, &task)?,
        );
        items.push(item);
    }
    match page {
        Some(page) => success(page.wrap(call, call.store.count_tasks(&filter)?, items)),
        None => success(items),
    }
}

fn retrieve(call: &WebCall, id: &str) -> Outcome {
    let task = find(call, id, "clocked_task_view")?;
    let mut item = serializer::show(&task);
    let actions = call
        .user
        .allowed(&CLOCKED_TASK_ACTIONS, Some(task.project_id));
    if !actions.is_empty() {
        item.insert("auth_actions".to_owned(), Json::from(actions));
    }
    success(item)
}

fn create(call: &WebCall) -> Outcome {
    let validated = validate(call, &body(call)?, Purpose::Create)?;
    let template_id = validated.template_id.clone().unwrap_or_default();
    call.need_flow(
        "flow_create_clocked_task",
        &call.any_template(&template_id)?,
    )?;
    let new = new_task(validated, &call.user.name).ok_or(Stop::Crash)?;
    let task = call.store.create_task(&new, call.now)?;
    Ok(Success::Wrapped {
        status: 201,
        data: serializer::show(&task).into(),
    })
}

/// The instant moves first, even when another field is then refused.
fn change(call: &WebCall, id: &str) -> Outcome {
    let mut task = find(call, id, "clocked_task_edit")?;
    let mut body = body(call)?;
    if let Some(instant) = body.shift_remove("plan_start_time") {
        let only = Object::from_iter([("plan_start_time".to_owned(), instant)]);
        if let Some(instant) = validate(call, &only, Purpose::Change)?.plan_start_time {
            task.plan_start_time = instant;
            call.store.put_task(&task)?;
        }
    }
    apply(&mut task, validate(call, &body, Purpose::Change)?)?;
    task.editor.clone_from(&call.user.name);
    task.edit_time = call.now;
    call.store.put_task(&task)?;
    success(serializer::show(&task))
}

fn apply(task: &mut ClockedTask, changes: Validated) -> Result<(), Stop> {
    let number = |digits: String| digits.parse::<i64>().map_err(|_| Stop::Crash);
    if let Some(text) = changes.task_params {
        task.task_params = text;
    }
    if let Some(name) = changes.task_name {
        task.task_name = name;
    }
    if let Some(name) = changes.template_name {
        task.template_name = name;
    }
    if let Some(source) = changes.template_source {
        task.template_source = source;
    }
    if let Some(id) = changes.project_id {
        task.project_id = number(id)?;
    }
    if let Some(id) = changes.template_id {
        task.template_id = number(id)?;
    }
    if let Some(id) = changes.task_id {
        task.task_id = id.map(number).transpose()?;
    }
    if let Some(id) = changes.clocked_task_id {
        task.clocked_task_id = id.map(number).transpose()?;
    }
    Ok(())
}

fn delete(call: &WebCall, id: &str) -> Outcome {
    let task = find(call, id, "clocked_task_delete")?;
    call.store.delete_task(task.id)?;
    Ok(Success::Wrapped {
        status: 204,
        data: Json::Null,
    })
}

fn find(call: &WebCall, id: &str, action: &'static str) -> Result<ClockedTask, Stop> {
    let task = match id.parse() {
        Ok(id) => call.store.task(id)?,
        Err(_) => None,
    };
    let task = task.ok_or_else(|| {
        Stop::Detail(
            404,
            "No ClockedTask matches the given query.".to_owned(),
            "not_found",
        )
    })?;
    if call.user.may(action, Some(task.project_id)) {
        Ok(task)
    } else {
        Err(Stop::Denied(denial::of_clocked_task(action, &task)))
    }
}

fn body(call: &WebCall) -> Result<Object, Stop> {
    if call.request.body.is_empty() {
        return Ok(Object::new());
    }
    // Unlike the gateway's views, the parser here is strict.
    match loads(&call.request.body) {
        Ok(value) if value.has_non_finite() => Err(parse_error()),
        Ok(Json::Object(members)) => Ok(members),
        Ok(_) => Err(Stop::Crash),
        Err(_) => Err(parse_error()),
    }
}

fn parse_error() -> Stop {
    let detail = "JSON parse error - Expecting value: line 1 column 1 (char 0)";
    Stop::Detail(400, detail.to_owned(), "parse_error")
}

fn validate(call: &WebCall, params: &Object, purpose: Purpose) -> Result<Validated, Stop> {
    serializer::validate(params, purpose, call.now, call.language).map_err(
        |failure| match failure {
            Failure::Refused(errors) => Stop::Refused(errors),
            Failure::Crash => Stop::Crash,
        },
    )
}
