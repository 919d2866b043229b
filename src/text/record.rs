//! A record in words: its fields, its states, what has become of it.

use serde_json::Value;

use super::Lang;
use super::moment::Sentence;
use crate::model::ClockedTask;
use crate::model::task::{Edited, Stand, TaskState};

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

/// The record's heading: what has become of the plan. `is_new` where this page
/// has just made it.
pub fn headline(l: Lang, id: i64, stand: Stand, edited: Edited, is_new: bool) -> String {
    let (zh, en) = match (stand, edited.start, edited.name) {
        (Stand::Started, ..) => ("已启动", "has started"),
        (Stand::StartFailed, ..) => ("启动失败", "could not start"),
        (Stand::Gone, ..) => ("已被删除", "was deleted"),
        (_, true, true) => ("已在别处改期、改名", "was moved and renamed elsewhere"),
        (_, true, false) => ("已在别处改期", "was moved elsewhere"),
        (_, false, true) => ("已在别处改名", "was renamed elsewhere"),
        _ if edited.parameters => ("的参数已在别处修改", "was given other values elsewhere"),
        (Stand::Due, ..) => ("到时间了，等待启动", "is due to start"),
        _ if is_new => return l.created(id),
        _ => ("", ""),
    };
    let words = l.pick(
        format!("计划任务 #{id} {zh}"),
        format!("Planned run #{id} {en}"),
    );
    words.trim_end().to_owned()
}

/// What an edit elsewhere changed, one sentence each. Times are given in words.
pub fn edits(
    l: Lang,
    first: &ClockedTask,
    newest: &ClockedTask,
    at: impl Fn(&ClockedTask) -> String,
) -> Vec<String> {
    let edited = Edited::between(first, newest);
    let from_to = |what: (&str, &str), before: &str, now: &str| {
        l.pick(
            format!("{}由 {before} 改为 {now}", what.0),
            format!("{} changed from {before} to {now}", what.1),
        )
    };
    let start = edited
        .start
        .then(|| from_to(("启动时间", "Planned start"), &at(first), &at(newest)));
    let name = |task: &ClockedTask| task.text("task_name").to_owned();
    let name = edited
        .name
        .then(|| from_to(("任务名称", "Name"), &name(first), &name(newest)));
    let parameters = edited.parameters.then(|| {
        let words = l.pick("任务参数已修改", "The parameters were changed");
        words.to_owned()
    });
    let editor = newest.text("editor");
    let by = (edited != Edited::default() && !editor.is_empty())
        .then(|| l.pick(format!("由 {editor} 修改"), format!("Changed by {editor}")));
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
        "template_schemes_id" => l.pick("执行方案 ID", "Scheme ids"),
        "appoint_task_nodes_id" => l.pick("指定执行的节点", "Nodes that run"),
        "exclude_task_nodes_id" => l.pick("排除的节点", "Nodes left out"),
        _ => return None,
    })
}

/// Why a task did not start, as far as that can be known.
pub fn failed_start(l: Lang, task: &ClockedTask) -> &'static str {
    if task.names_schemes_by_text() {
        return l.pick(
            "它的执行方案以文本 ID 保存，这样的计划任务总是启动失败。请重新创建",
            "Its schemes are stored by text ids, and such a plan can never start. Plan it again",
        );
    }
    l.pick(
        "后台不保存失败的原因，请查看标准运维发出的通知。常见原因：流程或执行方案已删除",
        "The backend does not store why: see the notification of bk-sops. Often the template or a scheme was deleted",
    )
}

impl Lang {
    pub fn due_hint(self) -> &'static str {
        self.pick(
            "启动时间已到，后台还没有启动它，状态会自动刷新",
            "Its time has come and the backend has not started it yet; this is looked at again by itself",
        )
    }

    pub fn gone_hint(self) -> &'static str {
        self.pick(
            "它在别处被删除了，不会启动。下面是最后读到的内容",
            "It was deleted elsewhere and will not start. Below is what was read last",
        )
    }

    pub fn read_again(self) -> &'static str {
        self.pick("刷新状态", "Read again")
    }

    pub fn not_read(self, why: &str) -> String {
        self.pick(
            format!("没有读到最新状态（{why}），稍后会再读"),
            format!("The newest state could not be read ({why}); it is tried again"),
        )
    }

    pub fn record_title(self, id: i64) -> String {
        self.pick(format!("计划任务 #{id}"), format!("Planned run #{id}"))
    }

    pub fn record_not_found(self) -> &'static str {
        self.pick("没有找到这个计划任务", "There is no such planned run")
    }

    pub fn record_not_found_hint(self) -> &'static str {
        self.pick(
            "它可能已被删除，或不属于这个项目；也可能是链接不完整",
            "It may have been deleted or belong to another project, or the link is incomplete",
        )
    }

    pub fn non_finite(self) -> &'static str {
        self.pick(
            "后台的回答里有 NaN 或 Infinity，不是合法的 JSON。这里把它们当作文本显示，不会带到新的计划里",
            "The backend's answer held NaN or Infinity, which is no JSON. They are shown as texts and not taken into another plan",
        )
    }

    pub fn copy_record_link(self) -> &'static str {
        self.pick("复制链接", "Copy link")
    }

    pub fn copy_summary(self) -> &'static str {
        self.pick("复制摘要", "Copy summary")
    }

    pub fn save_calendar(self) -> &'static str {
        self.pick("下载日历 (.ics)", "Calendar file (.ics)")
    }

    pub fn planned_runs(self) -> &'static str {
        self.pick("计划列表", "Planned runs")
    }

    pub fn to_form(self) -> &'static str {
        self.pick("返回表单", "Back to the form")
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
        assert_eq!(summary(Lang::En, &task, &when, link), english);
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
        assert_eq!(summary(Lang::Zh, &task, &when, link), chinese);
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
            assert_eq!(headline(Lang::En, 1, stand, edited, is_new), words);
        }
    }
}
