//! The execution schemes of a template. Their ids are texts, of which the start routine makes
//! nothing (contract parts 4 and 6).

use super::call::success;
use super::{Call, Outcome, Stop};
use crate::json::{Json, Object, loads, object};
use crate::preview;
use crate::store::{Scheme, Source};

pub(super) fn view(call: &Call) -> Outcome {
    let project = call.project()?;
    call.need_flow("flow_view")?;
    // A deleted template still has its schemes.
    let template = call
        .store
        .template(Source::Project, call.id("template_id")?)?;
    let template = template
        .filter(|template| template.project_id == Some(project.id))
        .ok_or_else(|| {
            Stop::DoesNotExist("TaskTemplate matching query does not exist.".to_owned())
        })?;
    let with_constants = call
        .request
        .param("with_constants")
        .is_some_and(|value| value.to_lowercase() == "true");
    let tree = template.tree().map_err(|_| Stop::Crash)?;
    let mut items = Vec::new();
    for scheme in call.store.schemes(template.id)? {
        let mut item = object! {
            "id": scheme.unique_id(),
            "name": scheme.name.as_str(),
            "data": scheme.data.as_str(),
        };
        if with_constants {
            let constants = constants_of(&tree, &scheme).map_err(|problem| {
                Stop::refused(format!("get_template_schemes fail: {problem}"), 3599999)
            })?;
            item.insert(
                "detail".to_owned(),
                object! { "constants": constants }.into(),
            );
        }
        items.push(item);
    }
    success(items)
}

/// The constants that remain when only the nodes of this scheme run.
fn constants_of(tree: &Json, scheme: &Scheme) -> Result<Json, String> {
    if loads(scheme.data.as_bytes()).is_err() {
        return Ok(Json::Object(Object::new()));
    }
    let chosen = scheme.node_ids();
    let activities = tree
        .get("activities")
        .and_then(Json::as_object)
        .into_iter()
        .flat_map(Object::iter);
    let excluded: Vec<_> = activities
        .filter(|(id, node)| {
            node.get("optional").is_some_and(Json::is_truthy) && !chosen.contains(id)
        })
        .map(|(id, _)| Json::from(id.as_str()))
        .collect();
    let mut tree = tree.clone();
    preview::exclude(&mut tree, &excluded)?;
    Ok(tree.get("constants").cloned().unwrap_or(Json::Null))
}
