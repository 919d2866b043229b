//! The same preview as the gateway's, for the pages of bk-sops.

use axum::http::Method;

use super::{Outcome, Stop, Success, WebCall};
use crate::gateway::preview_data;
use crate::json::{Json, loads, object};
use crate::store::Source;

pub(super) fn view(call: &WebCall) -> Outcome {
    call.only(&Method::POST)?;
    let project_id: i64 = call
        .rest
        .trim_end_matches('/')
        .parse()
        .map_err(|_| Stop::Crash)?;
    let body = loads(&call.request.body).map_err(|_| Stop::Crash)?;
    let template_id = body
        .get("template_id")
        .and_then(Json::as_i64)
        .ok_or(Stop::Crash)?;
    let source = Source::of(
        body.get("template_source")
            .and_then(Json::as_str)
            .unwrap_or("project"),
    );
    let template = call.store.template(source, template_id)?;
    if let Some(template) = &template {
        call.need_flow("flow_view", template)?;
    }
    let template = template.filter(|template| {
        !template.is_deleted
            && (source == Source::Common || template.project_id == Some(project_id))
    });
    let excluded = body
        .get("exclude_task_nodes_id")
        .and_then(Json::as_list)
        .unwrap_or_default();
    match preview_data(template, body.get("version"), excluded) {
        Ok(mut data) => {
            let last = call.store.last_execution(project_id, template_id)?;
            data.insert("last_execution_id".to_owned(), Json::from(last));
            Ok(Success::Plain(object! { "result": true, "data": data }))
        }
        Err(problem) => Err(Stop::Plain(format!(
            "任务数据请求失败: 请求任务数据发生异常: {problem}. 请重试, 如多次失败可联系管理员处理 | preview_task_tree"
        ))),
    }
}
