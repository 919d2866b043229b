//! The schemes of a template with their integer ids.

use axum::http::Method;

use super::{Outcome, Stop, WebCall, success};
use crate::json::{Json, object};
use crate::store::Source;

pub(super) fn view(call: &WebCall) -> Outcome {
    call.only(&Method::GET)?;
    let common = call.request.param("project_id").is_none()
        && call.request.param("template_type").as_deref() == Some("common");
    if !common {
        call.need_flow("flow_view", &call.template_of_param()?)?;
    }
    let project_id = call.number("project_id")?;
    let template_id = call.number("template_id")?.unwrap_or_default();
    let source = if project_id.is_some() {
        Source::Project
    } else {
        Source::Common
    };
    let template = call.store.template(source, template_id)?;
    let template =
        template.filter(|template| project_id.is_none() || template.project_id == project_id);
    let Some(template) = template else {
        let kind = project_id.map_or_else(
            || "common_template".to_owned(),
            |id| format!("project[{id}]"),
        );
        return Err(Stop::DoesNotExist(format!(
            "获取流程失败: 流程ID为[{template_id}]]的[{kind}]类型流程不存在"
        )));
    };
    let items: Vec<_> = call
        .store
        .schemes(template.id)?
        .into_iter()
        .map(|scheme| {
            object! { "id": scheme.id, "data": scheme.data, "name": scheme.name, "quote_count": Json::from(0) }
        })
        .collect();
    success(items)
}
