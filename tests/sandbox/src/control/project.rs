//! The groups of people that a project has beside those of every business: as given, so that
//! tests can make hostile ones.

use crate::json::{Json, dumps, loads};
use crate::state::State;

/// Puts a list in the place of the project's groups.
pub fn set_staff_groups(state: &State, project_id: i64, text: &[u8]) -> Result<(), String> {
    let groups = loads(text).map_err(|_| "the groups are not JSON")?;
    if !matches!(groups, Json::List(_)) {
        return Err("the groups are not a list".to_owned());
    }
    let list = dumps(&groups);
    let put = state.with_store(|store| match store.project(project_id)? {
        Some(_) => store.put_staff_groups(project_id, &list).map(|()| true),
        None => Ok(false),
    });
    match put {
        Ok(true) => Ok(()),
        Ok(false) => Err(format!("there is no project {project_id}")),
        Err(error) => Err(error.to_string()),
    }
}
