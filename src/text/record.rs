//! A record in words: its fields, its states, what has become of it.

use serde_json::Value;

use super::Lang;
use super::moment::Sentence;
use crate::model::ClockedTask;
use crate::model::task::{Edited, Stand, TaskState};

/// The words for a field; `None` for one that this page does not know.
pub fn field_name(l: Lang, field: &str) -> Option<&'static str> {
    Some(match field {
        "id" => l.field_id(),
        "task_name" => l.field_name(),
        "plan_start_time" => l.field_start(),
        "state" => l.field_state(),
        "task_id" => l.field_run_id(),
        "project_id" => l.field_project_id(),
        "template_id" => l.field_template_id(),
        "template_name" => l.field_template(),
        "template_source" => l.field_template_source(),
        "task_parameters" => l.field_parameters(),
        "creator" => l.field_creator(),
        "editor" => l.field_editor(),
        "create_time" => l.field_created(),
        "edit_time" => l.field_edited(),
        "clocked_task_id" => l.field_clocked_task_id(),
        "auth_actions" => l.field_actions(),
        "trace_id" => l.field_trace_id(),
        _ => return None,
    })
}

pub fn state_name(l: Lang, state: TaskState) -> &'static str {
    match state {
        TaskState::NotStarted => l.state_waiting(),
        TaskState::Started => l.state_started(),
        TaskState::StartFailed => l.state_failed(),
        TaskState::Other => l.state_other(),
    }
}

/// The record's heading: what has become of the plan. `is_new` where this page
/// has just made it.
pub fn headline(l: Lang, id: i64, stand: Stand, edited: Edited, is_new: bool) -> String {
    match (stand, edited.start, edited.name) {
        (Stand::Started, ..) => l.record_started(id),
        (Stand::StartFailed, ..) => l.record_failed(id),
        (Stand::Gone, ..) => l.record_gone(id),
        (_, true, true) => l.record_moved_and_renamed(id),
        (_, true, false) => l.record_moved(id),
        (_, false, true) => l.record_renamed(id),
        _ if edited.parameters => l.record_given_values(id),
        (Stand::Due, ..) => l.record_due(id),
        _ if is_new => l.created(id),
        _ => l.record_title(id),
    }
}

/// What an edit elsewhere changed, one sentence each. Times are given in words.
pub fn edits(
    l: Lang,
    first: &ClockedTask,
    newest: &ClockedTask,
    at: impl Fn(&ClockedTask) -> String,
) -> Vec<String> {
    let edited = Edited::between(first, newest);
    let start = edited
        .start
        .then(|| l.start_changed(&at(first), &at(newest)));
    let name = edited
        .name
        .then(|| l.name_changed(first.text("task_name"), newest.text("task_name")));
    let parameters = edited.parameters.then(|| l.parameters_changed().to_owned());
    let editor = newest.text("editor");
    let by = (edited != Edited::default() && !editor.is_empty()).then(|| l.changed_by(editor));
    [start, name, parameters, by]
        .into_iter()
        .flatten()
        .collect()
}

/// The plan as plain text, for a change ticket. The task has its secrets masked.
pub fn summary(l: Lang, task: &ClockedTask, when: &Sentence, link: &str) -> String {
    let line = |name: &str, text: &str| format!("{name}{}{text}", l.colon());
    let id = task.id().unwrap_or_default();
    let field = |name: &'static str| field_name(l, name).unwrap_or(name);
    let template = format!(
        "{} ({})",
        task.text("template_name"),
        task.template_id().unwrap_or_default()
    );
    let mut lines = vec![
        l.record_title(id),
        line(field("task_name"), task.text("task_name")),
        line(field("plan_start_time"), &when.main),
    ];
    lines.push(when.utc.clone());
    lines.push(line(field("state"), state_name(l, task.state())));
    lines.push(line(field("template_name"), &template));
    lines.push(line(field("creator"), task.text("creator")));
    let parameters = task.fields.get("task_parameters");
    for (name, value) in parameters.and_then(Value::as_object).into_iter().flatten() {
        match value {
            Value::Object(constants) if name == "constants" => {
                lines.push(format!("{}{}", l.parameters(), l.colon().trim_end()));
                lines.extend(
                    constants
                        .iter()
                        .map(|(key, value)| format!("  {key} = {value}")),
                );
            }
            Value::Array(items) if items.is_empty() => {}
            value => lines.push(line(
                node_choice(l, name).unwrap_or(name),
                &value.to_string(),
            )),
        }
    }
    lines.push(link.to_owned());
    lines.join("\n")
}

/// The members of the parameters that say which nodes run.
pub fn node_choice(l: Lang, member: &str) -> Option<&'static str> {
    Some(match member {
        "template_schemes_id" => l.field_schemes(),
        "appoint_task_nodes_id" => l.field_nodes_run(),
        "exclude_task_nodes_id" => l.field_nodes_excluded(),
        _ => return None,
    })
}

/// Why a task did not start, as far as that can be known.
pub fn failed_start(l: Lang, task: &ClockedTask) -> &'static str {
    match task.names_schemes_by_text() {
        true => l.failed_by_scheme_ids(),
        false => l.failed_for_unknown(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_summary_says_in_either_language_what_will_run_and_when() {
        let Value::Object(fields) = json!({
            "id": 72,
            "task_name": "夜间发布",
            "template_name": "发布",
            "template_id": 2,
            "state": "not_started",
            "creator": "alice",
            "task_parameters": {
                "constants": {"${a}": "", "${n}": 0, "${p}": "••••••"},
                "template_schemes_id": [5],
                "appoint_task_nodes_id": [],
            },
        }) else {
            unreachable!("an object")
        };
        let task = ClockedTask { fields };
        let when = Sentence {
            main: "2027-07-01 09:30:00, Asia/Shanghai (UTC+08:00)".into(),
            own: None,
            utc: "UTC 2027-07-01 01:30:00".into(),
        };
        let english = "Planned run #72
Name: 夜间发布
Planned start: 2027-07-01 09:30:00, Asia/Shanghai (UTC+08:00)
UTC 2027-07-01 01:30:00
State: Waiting to start
Template: 发布 (2)
Creator: alice
Variables:
  ${a} = \"\"
  ${n} = 0
  ${p} = \"••••••\"
Scheme ids: [5]
http://x/?clocked_task_id=72";
        let link = "http://x/?clocked_task_id=72";
        assert_eq!(summary(Lang::EN, &task, &when, link), english);
        let chinese = "计划任务 #72
任务名称：夜间发布
启动时间：2027-07-01 09:30:00, Asia/Shanghai (UTC+08:00)
UTC 2027-07-01 01:30:00
状态：等待启动
流程模板：发布 (2)
创建人：alice
参数：
  ${a} = \"\"
  ${n} = 0
  ${p} = \"••••••\"
执行方案 ID：[5]
http://x/?clocked_task_id=72";
        assert_eq!(summary(Lang::ZH, &task, &when, link), chinese);
    }

    #[test]
    fn the_heading_follows_what_has_become_of_the_plan() {
        let moved = Edited {
            start: true,
            ..Edited::default()
        };
        let none = Edited::default();
        for (stand, edited, is_new, words) in [
            (Stand::Waits, none, true, "Planned as #1"),
            (Stand::Waits, none, false, "Planned run #1"),
            (
                Stand::Waits,
                moved,
                true,
                "Planned run #1 was moved elsewhere",
            ),
            (Stand::Due, none, true, "Planned run #1 is due to start"),
            (Stand::Started, moved, true, "Planned run #1 has started"),
            (Stand::Gone, none, true, "Planned run #1 was deleted"),
        ] {
            assert_eq!(headline(Lang::EN, 1, stand, edited, is_new), words);
        }
    }
}
