//! The tree of a template without the nodes that are not to run (contract part 6).

use super::call::success;
use super::{Call, Outcome, Stop};
use crate::json::{Json, Object};
use crate::preview;
use crate::store::Template;

pub(super) fn view(call: &Call) -> Outcome {
    let body = call.body()?;
    let project = call.project_of_body(body.as_ref())?;
    call.need_flow("flow_view")?;
    let Some(body) = body else {
        return Err(Stop::refused("request body is not a valid json", 3540000));
    };
    let excluded = match body.get("exclude_task_nodes_id") {
        None => &[],
        Some(Json::List(ids)) => ids.as_slice(),
        Some(_) => return Err(Stop::refused("invalid exclude_task_nodes_id", 3540000)),
    };
    let previewed = match call.id("template_id") {
        Ok(_) => data(call.template_in(&project)?, body.get("version"), excluded),
        Err(_) => Err("Python int too large to convert to SQLite INTEGER".to_owned()),
    };
    previewed.map_or_else(
        |problem| {
            Err(Stop::refused(
                format!("preview_task_tree fail: {problem}"),
                3599999,
            ))
        },
        success,
    )
}

/// The preview of the template's only version; the error is the text of Python's exception.
pub(crate) fn data(
    template: Option<Template>,
    version: Option<&Json>,
    excluded: &[Json],
) -> Result<Object, String> {
    let template = template.ok_or("TaskTemplate matching query does not exist.")?;
    let unknown_version = "'NoneType' object has no attribute 'data'";
    let current = version
        .is_none_or(|version| !version.is_truthy() || version.as_str() == Some(&template.version));
    let tree = template
        .tree()
        .ok()
        .filter(|_| current)
        .ok_or(unknown_version)?;
    preview::preview(tree, excluded)
}
