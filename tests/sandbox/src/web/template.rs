//! Templates as the pages of bk-sops list them, and one with its tree as a text.

use axum::http::Method;

use super::page::Page;
use super::{Outcome, Stop, WebCall, success};
use crate::gateway::has_subprocess;
use crate::json::{Json, Object, object};
use crate::plan_start_time::{SERVER_ZONE, show_spaced};
use crate::store::{Project, Source, Template};

const DEFAULT_LIMIT: i64 = 10;

const ACTIONS: [&str; 7] = [
    "flow_view",
    "flow_edit",
    "flow_delete",
    "flow_create_task",
    "flow_create_clocked_task",
    "flow_create_mini_app",
    "flow_create_periodic_task",
];

pub(super) fn view(call: &WebCall) -> Outcome {
    call.only(&Method::GET)?;
    match call.rest.strip_suffix('/') {
        Some(id) => detail(call, id),
        None => list(call),
    }
}

fn list(call: &WebCall) -> Outcome {
    let name = call
        .request
        .filled_param("pipeline_template__name__icontains");
    let project_id = call.number("project__id")?;
    let mut items = Vec::new();
    for project in call.store.projects()? {
        if project_id.is_some_and(|id| id != project.id) {
            continue;
        }
        for template in call
            .store
            .templates(Source::Project, project.id, name.as_deref())?
        {
            let mut item = show(call, &template, &project);
            item.insert("is_add".to_owned(), Json::from(0));
            item.insert("template_labels".to_owned(), Json::List(Vec::new()));
            items.push(item);
        }
    }
    let page = Page::of(call, Some(DEFAULT_LIMIT)).ok_or(Stop::Crash)?;
    let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let skip = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
    let results: Vec<_> = items
        .into_iter()
        .skip(skip(page.offset))
        .take(skip(page.limit))
        .collect();
    success(page.wrap(call, count, results))
}

fn detail(call: &WebCall, id: &str) -> Outcome {
    let template = match id.parse() {
        Ok(id) => call.store.template(Source::Project, id)?,
        Err(_) => None,
    };
    let Some(template) = template.filter(|template| !template.is_deleted) else {
        return Err(Stop::Detail(
            404,
            "No TaskTemplate matches the given query.".to_owned(),
            "not_found",
        ));
    };
    call.need_flow("flow_view", &template)?;
    let project = call
        .store
        .project(template.project_id.unwrap_or_default())?
        .ok_or(Stop::Crash)?;
    let mut item = show(call, &template, &project);
    item.insert(
        "pipeline_tree".to_owned(),
        Json::from(template.pipeline_tree.as_str()),
    );
    item.insert("template_labels".to_owned(), Json::List(Vec::new()));
    item.insert("enable_webhook".to_owned(), Json::from(false));
    item.insert("webhook_configs".to_owned(), Json::Object(Object::new()));
    success(item)
}

fn show(call: &WebCall, template: &Template, project: &Project) -> Object {
    object! {
        "id": template.id,
        "notify_type": object! { "success": vec!["rtx"], "fail": vec!["rtx", "email"] },
        "project": show_project(project),
        "name": template.name.as_str(),
        "category_name": category_name(&template.category),
        "creator_name": template.creator.as_str(),
        "editor_name": template.editor.as_str(),
        "create_time": show_spaced(template.create_time, SERVER_ZONE),
        "edit_time": show_spaced(template.edit_time, SERVER_ZONE),
        "template_id": template.id.to_string(),
        "version": template.version.as_str(),
        "subprocess_info": object! { "subproc_has_update": false, "details": Json::List(Vec::new()) },
        "subprocess_has_update": false,
        "has_subprocess": has_subprocess(template),
        "description": template.description.as_str(),
        "category": template.category.as_str(),
        "notify_receivers": "{\"receiver_group\": [\"Maintainers\"], \"more_receiver\": \"\"}",
        "time_out": 20,
        "is_deleted": false,
        "ai_notify_type": Object::new(),
        "ai_notify_group": Object::new(),
        "executor_proxy": "",
        "default_flow_type": "common",
        "pipeline_template": format!("n{:031x}", template.id),
        "collector": Json::List(Vec::new()),
        "auth_actions": call.user.allowed(&ACTIONS, template.project_id),
    }
}

fn show_project(project: &Project) -> Object {
    object! {
        "id": project.id,
        "create_at": show_spaced(project.create_at, SERVER_ZONE),
        "name": project.name.as_str(),
        "time_zone": project.time_zone.as_str(),
        "creator": project.creator.as_str(),
        "desc": "",
        "from_cmdb": project.from_cmdb,
        "bk_biz_id": project.bk_biz_id,
        "is_disable": project.is_disable,
    }
}

fn category_name(category: &str) -> &str {
    match category {
        "OpsTools" => "运维工具",
        "DevTools" => "开发工具",
        "Default" => "默认分类",
        "Other" => "其它",
        other => other,
    }
}
