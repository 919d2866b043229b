//! Lists the templates of a project, or the common ones, all at once (contract part 6).

use super::call::success;
use super::include::{Switches, template_switches};
use super::{Call, Outcome, Stop};
use crate::json::{Json, Object, object};
use crate::plan_start_time::{SERVER_ZONE, show_spaced};
use crate::python;
use crate::store::{Project, Source, Template};
use crate::user::FLOW_ACTIONS;

pub(super) fn view(call: &Call) -> Outcome {
    let project = call.project()?;
    let zone = call.expected_timezone()?.unwrap_or(SERVER_ZONE);
    call.need_project("project_view", &project)?;
    let switches = template_switches(call)?;
    let source = Source::of(
        &call
            .request
            .param("template_source")
            .unwrap_or_else(|| "project".to_owned()),
    );
    let ids = ids(call)?;
    let name = call.request.filled_param("name_keyword");
    let mut items = Vec::new();
    for template in call.store.templates(source, project.id, name.as_deref())? {
        if ids.as_ref().is_some_and(|ids| !ids.contains(&template.id)) {
            continue;
        }
        let mut item = head(&template, zone);
        item.insert(
            "description".to_owned(),
            Json::from(template.description.as_str()),
        );
        item.extend(of_project(&project));
        extras(&mut item, &switches);
        // Asked of the flow of that id, so a common template gets none.
        let flow = if source == Source::Project {
            template.project_id
        } else {
            None
        };
        let actions = call.caller.user.allowed(&FLOW_ACTIONS, flow);
        item.insert(
            "auth_actions".to_owned(),
            Json::from(if flow.is_some() { actions } else { Vec::new() }),
        );
        if switches.has("include_labels") && source == Source::Project {
            item.insert("labels".to_owned(), Json::List(Vec::new()));
        }
        items.push(item);
    }
    success(items)
}

/// A list that holds anything but numbers is a crash.
fn ids(call: &Call) -> Result<Option<Vec<i64>>, Stop> {
    let Some(text) = call.request.filled_param("id_in") else {
        return Ok(None);
    };
    let ids = text.split(',').map(|id| python::int(id)?.parse().ok());
    ids.collect::<Option<Vec<_>>>().map(Some).ok_or(Stop::Crash)
}

pub(super) fn head(template: &Template, zone: chrono_tz::Tz) -> Object {
    object! {
        "id": template.id,
        "name": template.name.as_str(),
        "creator": template.creator.as_str(),
        "create_time": show_spaced(template.create_time, zone),
        "editor": template.editor.as_str(),
        "edit_time": show_spaced(template.edit_time, zone),
        "category": template.category.as_str(),
    }
}

pub(super) fn of_project(project: &Project) -> Object {
    object! {
        "project_id": project.id,
        "project_name": project.name.as_str(),
        "bk_biz_id": project.bk_biz_id,
        "bk_biz_name": project.from_cmdb.then_some(project.name.as_str()),
    }
}

pub(super) fn extras(item: &mut Object, switches: &Switches) {
    if switches.has("include_executor_proxy") {
        item.insert("executor_proxy".to_owned(), Json::from(""));
    }
    if switches.has("include_notify") {
        item.extend(object! {
            "notify_type": object! { "success": vec!["rtx"], "fail": vec!["rtx", "email"] },
            "notify_receivers": object! { "receiver_group": vec!["Maintainers"], "more_receiver": "" },
        });
    }
}
