//! The projects that a user may see, disabled ones left out (contract part 6).

use super::call::success;
use super::include::project_switches;
use super::{Call, Outcome};
use crate::json::{Json, object};

pub(super) fn view(call: &Call) -> Outcome {
    let switches = project_switches(call)?;
    let user = &call.caller.user;
    let mut items = Vec::new();
    for project in call.store.projects()? {
        if project.is_disable || !user.may("project_view", Some(project.id)) {
            continue;
        }
        let mut item = object! {
            "project_id": project.id,
            "bk_biz_id": project.bk_biz_id,
            "name": project.name,
        };
        if switches.has("include_executor_proxy") {
            item.insert("executor_proxy".to_owned(), Json::from(user.name.as_str()));
        }
        items.push(item);
    }
    success(items)
}
