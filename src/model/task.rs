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
