//! A clocked task as the backend stores and returns it: the record.

use serde_json::{Map, Value};

use super::request::{Nodes, Request};
use super::value::same;
use crate::time::{Instant, parse_wire};

/// A record with every field that the answer had, known or not, as received.
#[derive(Clone, Debug, PartialEq)]
pub struct ClockedTask {
    pub fields: Map<String, Value>,
}

/// The life of a clocked task (contract part 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskState {
    NotStarted,
    Started,
    StartFailed,
    /// A word that this page does not know.
    Other,
}

pub fn task_state(word: &str) -> TaskState {
    match word {
        "not_started" => TaskState::NotStarted,
        "started" => TaskState::Started,
        "start_failed" => TaskState::StartFailed,
        _ => TaskState::Other,
    }
}

/// How a task stands for whoever planned it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    Waits,
    /// The planned instant has passed and the backend has not started it yet.
    Due,
    Started,
    StartFailed,
    /// The backend no longer has it: deleted elsewhere.
    Gone,
    /// A state that this page does not know.
    Other,
}

impl Stand {
    /// `now` in seconds since 1970, by the server's clock.
    pub fn of(task: &ClockedTask, is_gone: bool, now: i64) -> Stand {
        match task.state() {
            _ if is_gone => Stand::Gone,
            TaskState::NotStarted if task.start().is_some_and(|start| start <= now) => Stand::Due,
            TaskState::NotStarted => Stand::Waits,
            TaskState::Started => Stand::Started,
            TaskState::StartFailed => Stand::StartFailed,
            TaskState::Other => Stand::Other,
        }
    }

    /// Whether nothing will change any more.
    pub fn is_final(self) -> bool {
        matches!(self, Stand::Started | Stand::StartFailed | Stand::Gone)
    }
}

impl ClockedTask {
    pub fn text(&self, field: &str) -> &str {
        self.fields
            .get(field)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    pub fn id(&self) -> Option<i64> {
        self.fields.get("id").and_then(Value::as_i64)
    }

    /// The task that the plan became; absent until it starts.
    pub fn task_id(&self) -> Option<i64> {
        self.fields.get("task_id").and_then(Value::as_i64)
    }

    pub fn template_id(&self) -> Option<i64> {
        self.fields.get("template_id").and_then(Value::as_i64)
    }

    pub fn state(&self) -> TaskState {
        task_state(self.text("state"))
    }

    pub fn instant(&self, field: &str) -> Option<Instant> {
        parse_wire(self.text(field)).map(|moment| moment.instant)
    }

    /// The planned instant in seconds since 1970.
    pub fn start(&self) -> Option<i64> {
        Some(self.instant("plan_start_time")?.timestamp())
    }

    /// This task with the values of a later answer. A creation and the list
    /// answer with different fields and write times in two ways (contract
    /// part 3): only what has changed takes another text.
    pub fn updated(&self, newer: &ClockedTask) -> ClockedTask {
        let mut fields = self.fields.clone();
        for (name, value) in &mut fields {
            let Some(new) = newer.fields.get(name) else {
                continue;
            };
            let instant = self.instant(name);
            if instant.is_none() || instant != newer.instant(name) {
                value.clone_from(new);
            }
        }
        ClockedTask { fields }
    }

    /// Whether it names schemes by text, which creation accepts and every start
    /// fails on (contract part 4).
    pub fn names_schemes_by_text(&self) -> bool {
        let ids = self.fields.get("task_parameters");
        let ids = ids.and_then(|parameters| parameters.get("template_schemes_id")?.as_array());
        let is_number = |text: &str| text.trim().parse::<i64>().is_ok();
        ids.into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .any(|id| !is_number(id))
    }
}

/// What somebody changed of a plan after it was first seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Edited {
    pub start: bool,
    pub name: bool,
    pub parameters: bool,
}

impl Edited {
    /// Times are compared as instants: the answer to a creation and the list
    /// write them in two ways (contract part 3).
    pub fn between(first: &ClockedTask, newest: &ClockedTask) -> Edited {
        let parameters = |task: &ClockedTask| task.fields.get("task_parameters").cloned();
        let (before, after) = (parameters(first), parameters(newest));
        Edited {
            start: first.instant("plan_start_time") != newest.instant("plan_start_time"),
            name: first.text("task_name") != newest.text("task_name"),
            parameters: !same(&before.unwrap_or_default(), &after.unwrap_or_default()),
        }
    }
}

/// One line of the comparison of a record with the request that made it.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    pub field: &'static str,
    pub sent: Value,
    pub stored: Value,
    pub same: bool,
}

/// Compares field by field what was sent with what is stored. Times are
/// compared as instants: the backend answers on its own clock (contract
/// part 3). The project is compared only where the request named it by its id,
/// and secrets that the request no longer holds are left out.
pub fn compare(request: &Request, task: &ClockedTask) -> Vec<Compared> {
    let stored = |field: &str| task.fields.get(field).cloned().unwrap_or(Value::Null);
    let line = |field: &'static str, sent: Value, same: bool| Compared {
        field,
        sent,
        stored: stored(field),
        same,
    };
    let name = Value::String(request.name.clone());
    let template = request.target.template_id.clone();
    let template_same = task
        .template_id()
        .is_some_and(|stored| Ok(stored) == template.parse::<i64>());
    let start_same = task.instant("plan_start_time") == Some(request.start.instant);
    let parameters = request.task_parameters();
    let mut stored_parameters = stored("task_parameters");
    if let Some(constants) = stored_parameters
        .get_mut("constants")
        .and_then(Value::as_object_mut)
    {
        constants.retain(|key, _| !request.withheld.contains(key));
    }
    let parameters_same = same(&parameters, &stored_parameters);
    let mut lines = vec![
        line("task_name", name.clone(), name == stored("task_name")),
        line(
            "plan_start_time",
            Value::String(request.wire_start()),
            start_same,
        ),
        line("template_id", Value::String(template), template_same),
    ];
    if request.target.scope == super::Scope::Project {
        let project = request.target.bk_biz_id.clone();
        let same = stored("project_id")
            .as_i64()
            .map(|id| id.to_string())
            .as_deref()
            == Some(project.as_str());
        lines.push(line("project_id", Value::String(project), same));
    }
    lines.push(line("task_parameters", parameters, parameters_same));
    lines
}

/// Whether a listed task can be the one that a request made: same name, same
/// template, and the same instant where it can be read. The parameters, which a
/// backend might write another way, are for the comparison to show.
pub fn may_be_from(request: &Request, task: &ClockedTask) -> bool {
    let start = task.instant("plan_start_time");
    task.text("task_name") == request.name
        && start.is_none_or(|start| start == request.start.instant)
        && task.template_id().map(|id| id.to_string()) == Some(request.target.template_id.clone())
}

impl Request {
    /// `task_parameters` of the body (contract part 2): of the three ways to
    /// appoint nodes at most one is there.
    pub fn task_parameters(&self) -> Value {
        let mut parameters = Map::new();
        parameters.insert("constants".into(), Value::Object(self.constants.clone()));
        match &self.nodes {
            Nodes::All => {
                parameters.insert("template_schemes_id".into(), Value::Array(Vec::new()));
            }
            Nodes::Schemes(ids) => {
                let ids = ids.iter().map(|id| Value::from(*id)).collect();
                parameters.insert("template_schemes_id".into(), Value::Array(ids));
            }
            Nodes::Appointed(nodes) => {
                let nodes = nodes.iter().cloned().map(Value::String).collect();
                parameters.insert("appoint_task_nodes_id".into(), Value::Array(nodes));
            }
        }
        Value::Object(parameters)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn task(fields: Value) -> ClockedTask {
        match fields {
            Value::Object(fields) => ClockedTask { fields },
            _ => unreachable!("an object"),
        }
    }

    #[test]
    fn an_edit_is_told_by_what_it_changed_and_not_by_how_a_time_is_written() {
        let first = json!({
            "task_name": "a",
            "plan_start_time": "2026-11-25 10:00:00+0800",
            "task_parameters": {"constants": {"${a}": 1, "${b}": ""}},
        });
        let mut same = first.clone();
        same["plan_start_time"] = json!("2026-11-25 02:00:00 +0000");
        same["editor"] = json!("bob");
        let edited = |newest: &Value| Edited::between(&task(first.clone()), &task(newest.clone()));
        assert_eq!(edited(&same), Edited::default());
        let mut other = same.clone();
        other["plan_start_time"] = json!("2026-11-25 02:00:01 +0000");
        other["task_name"] = json!("b");
        other["task_parameters"]["constants"]["${b}"] = json!(null);
        let all = Edited {
            start: true,
            name: true,
            parameters: true,
        };
        assert_eq!(edited(&other), all);
    }

    #[test]
    fn a_later_answer_changes_only_what_is_new() {
        let first = task(json!({
            "id": 1,
            "task_id": null,
            "plan_start_time": "2026-11-25 10:00:00+0800",
            "edit_time": "2026-11-24 10:00:00+0800",
        }));
        let newer = task(json!({
            "id": 1,
            "task_id": 7,
            "plan_start_time": "2026-11-25 10:00:00 +0800",
            "edit_time": "2026-11-24 11:00:00 +0800",
            "auth_actions": [],
        }));
        let updated = task(json!({
            "id": 1,
            "task_id": 7,
            "plan_start_time": "2026-11-25 10:00:00+0800",
            "edit_time": "2026-11-24 11:00:00 +0800",
        }));
        assert_eq!(first.updated(&newer), updated);
    }

    #[test]
    fn a_task_stands_as_its_state_and_the_clock_say() {
        let in_state = |state: &str| {
            let start = "2026-11-18 15:26:40 +0800";
            task(json!({"state": state, "plan_start_time": start}))
        };
        let waiting = in_state("not_started");
        let start = waiting.start().expect("a start");
        for (task, gone, now, stand) in [
            (&waiting, false, start - 1, Stand::Waits),
            (&waiting, false, start, Stand::Due),
            (&waiting, true, start, Stand::Gone),
            (&in_state("started"), false, start, Stand::Started),
            (&in_state("start_failed"), false, start, Stand::StartFailed),
            (&in_state("paused"), false, start, Stand::Other),
        ] {
            assert_eq!(Stand::of(task, gone, now), stand);
        }
        assert!(Stand::Gone.is_final() && !Stand::Due.is_final() && !Stand::Other.is_final());
    }

    #[test]
    fn only_texts_that_are_no_numbers_name_schemes_by_text() {
        for (ids, by_text) in [
            (json!(["2-x"]), true),
            (json!([5, "6"]), false),
            (json!([]), false),
            (json!("2-x"), false),
        ] {
            let fields = json!({"task_parameters": {"template_schemes_id": ids}});
            assert_eq!(
                task(fields.clone()).names_schemes_by_text(),
                by_text,
                "{fields}"
            );
        }
    }
}
