//! One project with the people of its business, who are the same for every business here.

use super::call::success;
use super::include::project_switches;
use super::{Call, Outcome};
use crate::json::{Json, loads, object};
use crate::user::PROJECT_ACTIONS;

pub(super) fn view(call: &Call) -> Outcome {
    let project = call.project()?;
    call.need_project("project_view", &project)?;
    let switches = project_switches(call)?;
    let user = &call.caller.user;
    let mut data = object! {
        "project_id": project.id,
        "project_name": project.name,
        "from_cmdb": project.from_cmdb,
        "bk_biz_id": project.bk_biz_id,
        "bk_biz_name": format!("blueking-{}", project.bk_biz_id),
        "bk_biz_developer": "dev1,dev2",
        "bk_biz_maintainer": "admin,alice",
        "bk_biz_tester": "",
        "bk_biz_productor": "pm1",
        "auth_actions": user.allowed(&PROJECT_ACTIONS, Some(project.id)),
    };
    if switches.has("include_executor_proxy") {
        data.insert("executor_proxy".to_owned(), Json::from(user.name.as_str()));
    }
    if switches.has("include_staff_groups") {
        let own = call.store.staff_groups(project.id)?;
        let own = own.and_then(|list| loads(list.as_bytes()).ok());
        let own = own.unwrap_or(Json::List(Vec::new()));
        data.insert("staff_groups".to_owned(), own);
    }
    success(data)
}
