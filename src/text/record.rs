//! Names of the fields of a record and its states.

use super::Lang;
use crate::model::task::TaskState;

/// The words for a field; `None` for one that this page does not know.
pub fn field_name(l: Lang, field: &str) -> Option<&'static str> {
    Some(match field {
        "id" => l.pick("计划任务 ID", "Clocked task id"),
        "task_name" => l.pick("任务名称", "Name"),
        "plan_start_time" => l.pick("启动时间", "Planned start"),
        "state" => l.pick("状态", "State"),
        "task_id" => l.pick("执行任务 ID", "Run id"),
        "project_id" => l.pick("项目 ID", "Project id"),
        "template_id" => l.pick("流程模板 ID", "Template id"),
        "template_name" => l.pick("流程模板", "Template"),
        "template_source" => l.pick("流程来源", "Template source"),
        "task_parameters" => l.pick("任务参数", "Parameters"),
        "creator" => l.pick("创建人", "Creator"),
        "editor" => l.pick("更新人", "Last editor"),
        "create_time" => l.pick("创建时间", "Created"),
        "edit_time" => l.pick("更新时间", "Last edited"),
        "clocked_task_id" => l.pick(
            "计划任务 ID (clocked_task_id)",
            "Clocked task id (clocked_task_id)",
        ),
        "auth_actions" => l.pick("可用操作", "What you may do"),
        "trace_id" => l.pick("追踪号", "Trace id"),
        _ => return None,
    })
}

pub fn state_name(l: Lang, state: TaskState) -> &'static str {
    match state {
        TaskState::NotStarted => l.pick("等待启动", "Waiting to start"),
        TaskState::Started => l.pick("已启动", "Started"),
        TaskState::StartFailed => l.pick("启动失败", "Start failed"),
        TaskState::Other => l.pick("其他状态", "Another state"),
    }
}
