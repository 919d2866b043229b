//! The refusal that names what is missing: HTTP 499 with the permission to apply for
//! (contract part 7).

use crate::answer::Answer;
use crate::json::{Json, Object, object};
use crate::request::ApiRequest;
use crate::state::State;
use crate::store::{ClockedTask, Project, Source, Template};

const SYSTEM: (&str, &str) = ("bk_sops", "标准运维");

pub(super) fn denied(permission: Json) -> Answer {
    Answer::json(
        499,
        object! {
            "result": false,
            "code": 9900403,
            "message": "you have no permission to operate",
            "data": Json::Null,
            "permission": permission,
        },
    )
}

pub(super) fn of_flow(action: &str, template: &Template) -> Json {
    let project_id = template.project_id.unwrap_or_default();
    let instance = [
        project_part(project_id),
        part("flow", "流程模板", template.id, &template.name),
    ];
    permission(action, Some(("flow", "流程模板", instance.into())))
}

pub(super) fn of_clocked_task(action: &str, task: &ClockedTask) -> Json {
    let instance = [
        project_part(task.project_id),
        part("clocked_task", "计划任务", task.id, &task.task_name),
    ];
    permission(action, Some(("clocked_task", "计划任务", instance.into())))
}

pub(super) fn of_project(action: &str, project: &Project) -> Json {
    let instance = vec![part("project", "项目", project.id, &project.name)];
    permission(action, Some(("project", "项目", instance)))
}

/// An action on no resource.
pub(super) fn of_nothing(action: &str) -> Json {
    permission(action, None)
}

/// What a refusal by the web would say for a request to this endpoint.
pub(crate) fn denial_of_endpoint(state: &State, request: &ApiRequest, action: &str) -> Answer {
    let ids: Vec<i64> = request
        .path
        .split('/')
        .filter_map(|part| part.parse().ok())
        .collect();
    let param = request.param("template_id").and_then(|id| id.parse().ok());
    let found = state.with_store(|store| {
        param
            .iter()
            .chain(&ids)
            .find_map(|id| store.template(Source::Project, *id).ok().flatten())
    });
    denied(found.map_or_else(|| of_nothing(action), |template| of_flow(action, &template)))
}

fn permission(action: &str, resource: Option<(&str, &str, Vec<Object>)>) -> Json {
    let (system_id, system_name) = SYSTEM;
    let types = resource.map(|(kind, name, instance)| {
        object! {
            "system_id": system_id,
            "system_name": system_name,
            "type": kind,
            "type_name": name,
            "instances": vec![Json::from(instance)],
        }
    });
    let action = object! {
        "id": action,
        "name": action_name(action),
        "related_resource_types": Vec::from_iter(types),
    };
    object! { "system_id": system_id, "system_name": system_name, "actions": vec![action] }.into()
}

fn project_part(id: i64) -> Object {
    part("project", "项目", id, &format!("project,{id}"))
}

fn part(kind: &str, type_name: &str, id: i64, name: &str) -> Object {
    object! { "type": kind, "type_name": type_name, "id": id.to_string(), "name": name }
}

fn action_name(action: &str) -> &'static str {
    match action {
        "flow_view" => "查看流程",
        "flow_create_clocked_task" => "新建计划任务",
        "project_view" => "查看项目",
        "clocked_task_view" => "查看计划任务",
        "clocked_task_edit" => "编辑计划任务",
        "clocked_task_delete" => "删除计划任务",
        "admin_view" => "后台管理查看",
        _ => "",
    }
}
