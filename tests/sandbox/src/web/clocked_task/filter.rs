//! What a list of clocked tasks may be narrowed by (contract part 6), and who may see one.

use super::super::{Stop, WebCall, denial, refused};
use crate::plan_start_time;
use crate::python;
use crate::store::Filter;

/// Without a project the list is for administrators.
pub(super) fn may_list(call: &WebCall) -> Result<(), Stop> {
    let Some(id) = call.request.filled_param("project_id") else {
        return if call.user.may("admin_view", None) {
            Ok(())
        } else {
            Err(Stop::Denied(denial::of_nothing("admin_view")))
        };
    };
    let project = call.store.project(id.parse().map_err(|_| Stop::Crash)?)?;
    let project =
        project.ok_or_else(|| Stop::DoesNotExist(format!("Project(id={id}) does not exist.")))?;
    if call.user.may("project_view", Some(project.id)) {
        Ok(())
    } else {
        Err(Stop::Denied(denial::of_project("project_view", &project)))
    }
}

pub(super) fn read(call: &WebCall) -> Result<Filter, Stop> {
    let mut filter = Filter::default();
    for column in ["id", "project_id"] {
        if let Some(text) = call.request.filled_param(column) {
            let number = python::int(&text).and_then(|digits| digits.parse::<i64>().ok());
            let complaint = call.language.choose("输入一个数字。", "Enter a number.");
            filter.compare(
                column,
                "=",
                number.ok_or_else(|| refused(column, complaint))?,
            );
        }
    }
    for column in ["creator", "editor", "task_name"] {
        if let Some(text) = call.request.filled_param(column) {
            filter.compare(column, "=", text);
        }
    }
    for param in ["task_name__icontains", "task_name__contains"] {
        if let Some(text) = call.request.filled_param(param) {
            filter.contains("task_name", &text);
        }
    }
    state(call, &mut filter)?;
    for (param, column, operator) in INSTANTS {
        if let Some(text) = call.request.filled_param(param) {
            let complaint = call
                .language
                .choose("输入一个有效的日期/时间。", "Enter a valid date/time.");
            let instant =
                plan_start_time::parse(text.trim()).map_err(|_| refused(param, complaint))?;
            filter.compare(column, operator, instant.timestamp_micros());
        }
    }
    Ok(filter)
}

const INSTANTS: [(&str, &str, &str); 6] = [
    ("plan_start_time__gte", "plan_start_time", ">="),
    ("plan_start_time__lte", "plan_start_time", "<="),
    ("edit_time__gte", "edit_time", ">="),
    ("edit_time__lte", "edit_time", "<="),
    ("create_time__gte", "create_time", ">="),
    ("create_time__lte", "create_time", "<="),
];

fn state(call: &WebCall, filter: &mut Filter) -> Result<(), Stop> {
    let Some(state) = call.request.filled_param("state") else {
        return Ok(());
    };
    if ["not_started", "started", "start_failed"].contains(&state.as_str()) {
        filter.compare("state", "=", state);
        return Ok(());
    }
    let chinese = format!("选择一个有效的选项。 {state} 不在可用的选项中。");
    let english = format!("Select a valid choice. {state} is not one of the available choices.");
    Err(refused("state", call.language.choose(&chinese, &english)))
}
