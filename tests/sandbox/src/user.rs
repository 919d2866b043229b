//! Who asks, and what the permission centre would say about it (contract part 7).

use crate::store::{App, Role, User};

/// The user and the application of one request.
#[derive(Clone, Debug)]
pub struct Caller {
    pub user: User,
    pub app: App,
}

pub const PROJECT_ACTIONS: [&str; 3] = ["project_view", "project_edit", "project_fast_create_task"];

pub const FLOW_ACTIONS: [&str; 8] = [
    "flow_create",
    "flow_view",
    "flow_edit",
    "flow_delete",
    "flow_create_task",
    "flow_create_mini_app",
    "flow_create_periodic_task",
    "flow_create_clocked_task",
];

pub const CLOCKED_TASK_ACTIONS: [&str; 3] = [
    "clocked_task_view",
    "clocked_task_edit",
    "clocked_task_delete",
];

impl User {
    /// Whether the user may do this to something in the project; no project stands for what
    /// belongs to none.
    pub fn may(&self, action: &str, project_id: Option<i64>) -> bool {
        let here = self.project_id.is_none() || self.project_id == project_id;
        here && match self.role {
            Role::All => true,
            Role::View => action.ends_with("_view") && action != "admin_view",
            Role::Nothing => false,
        }
    }

    /// Those of the actions that the user may do.
    pub fn allowed<'a>(&self, actions: &[&'a str], project_id: Option<i64>) -> Vec<&'a str> {
        actions
            .iter()
            .copied()
            .filter(|action| self.may(action, project_id))
            .collect()
    }
}
