//! What a clocked task must look like to be stored, and how a stored one is shown
//! (contract parts 2 and 3). All failing fields are told at once, in the order of the fields.

pub mod field;

use chrono::{DateTime, Utc};
use indexmap::IndexMap;

use crate::constant_reference;
use crate::json::{Json, Object, dumps, loads, object};
use crate::language::Language;
use crate::plan_start_time;
use crate::python::str_repr;
use crate::store::ClockedTask;
use field::{FieldError, Given};

/// The fields that passed. Absent ones are only possible where they are not required.
#[derive(Debug, Default)]
pub struct Validated {
    /// `task_parameters`, as it is stored.
    pub task_params: Option<String>,
    pub plan_start_time: Option<DateTime<Utc>>,
    pub project_id: Option<String>,
    pub task_id: Option<Option<String>>,
    pub task_name: Option<String>,
    pub template_id: Option<String>,
    pub template_name: Option<String>,
    pub template_source: Option<String>,
    pub clocked_task_id: Option<Option<String>>,
}

/// Failing fields, in the order of the fields.
pub type FieldErrors = IndexMap<&'static str, Vec<FieldError>>;

#[derive(Debug)]
pub enum Failure {
    Refused(FieldErrors),
    /// bk-sops trips over a value it never expected: HTTP 500.
    Crash,
}

/// Which fields may be absent: on creation only the optional ones, on a change all.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Create,
    Change,
}

pub fn validate(
    params: &Object,
    purpose: Purpose,
    now: DateTime<Utc>,
    language: Language,
) -> Result<Validated, Failure> {
    let given = |name: &str| Given {
        value: params.get(name),
        required: purpose == Purpose::Create,
        language,
    };
    let optional = |name: &str| Given {
        required: false,
        ..given(name)
    };
    let mut errors = FieldErrors::new();
    let mut note = Notes(&mut errors);
    let validated = Validated {
        task_params: note.keep(
            "task_parameters",
            task_parameters(given("task_parameters"))?,
        ),
        plan_start_time: note.keep(
            "plan_start_time",
            plan_start_time(given("plan_start_time"), now)?,
        ),
        project_id: note.keep("project_id", field::integer(given("project_id"))),
        task_id: note.keep("task_id", field::nullable_integer(optional("task_id"))),
        task_name: note.keep("task_name", field::text(given("task_name"))),
        template_id: note.keep("template_id", field::integer(given("template_id"))),
        template_name: note.keep("template_name", field::text(given("template_name"))),
        template_source: note.keep(
            "template_source",
            field::choice(optional("template_source"), &["project", "common"]),
        ),
        clocked_task_id: note.keep(
            "clocked_task_id",
            field::nullable_integer(optional("clocked_task_id")),
        ),
    };
    if errors.is_empty() {
        Ok(validated)
    } else {
        Err(Failure::Refused(errors))
    }
}

struct Notes<'a>(&'a mut FieldErrors);

impl Notes<'_> {
    fn keep<T>(
        &mut self,
        name: &'static str,
        result: Result<Option<T>, Vec<FieldError>>,
    ) -> Option<T> {
        result.unwrap_or_else(|errors| {
            self.0.insert(name, errors);
            None
        })
    }
}

type FieldResult<T> = Result<Result<Option<T>, Vec<FieldError>>, Failure>;

/// An object with at most one way to appoint nodes and constants that do not refer to
/// themselves. Anything but an object, here or as constants, is a crash.
fn task_parameters(given: Given) -> FieldResult<String> {
    let value = match given.present() {
        Ok(Some(value)) => value,
        Ok(None) => return Ok(Ok(None)),
        Err(errors) => return Ok(Err(errors)),
    };
    let Json::Object(parameters) = value else {
        return Err(Failure::Crash);
    };
    let ways = [
        "exclude_task_nodes_id",
        "template_schemes_id",
        "appoint_task_nodes_id",
    ];
    if ways
        .iter()
        .filter(|way| parameters.get(**way).is_some_and(Json::is_truthy))
        .count()
        > 1
    {
        let complaint = FieldError::invalid("can not use multiple method to appoint execute nodes");
        return Ok(Err(vec![complaint]));
    }
    match parameters.get("constants") {
        None => {}
        Some(Json::Object(constants)) => {
            if let Err(complaint) = constant_reference::check(constants) {
                return Ok(Err(vec![FieldError::invalid(complaint)]));
            }
        }
        Some(_) => return Err(Failure::Crash),
    }
    Ok(Ok(Some(dumps(value))))
}

/// Not before now; the very instant is not too late.
fn plan_start_time(given: Given, now: DateTime<Utc>) -> FieldResult<DateTime<Utc>> {
    let instant = match field::instant(given) {
        Ok(Ok(Some(instant))) => instant,
        Ok(other) => return Ok(other),
        Err(field::Unexpected) => return Err(Failure::Crash),
    };
    if now > instant {
        let complaint =
            FieldError::invalid("Plan start time should be later than the time to create the plan");
        return Ok(Err(vec![complaint]));
    }
    Ok(Ok(Some(instant)))
}

/// `{'field': [ErrorDetail(string='…', code='…')], …}`: the Python repr that the gateway's
/// message carries.
pub fn repr(errors: &FieldErrors) -> String {
    let fields: Vec<_> = errors
        .iter()
        .map(|(name, errors)| {
            let errors: Vec<_> = errors.iter().map(FieldError::repr).collect();
            format!("{}: [{}]", str_repr(name), errors.join(", "))
        })
        .collect();
    format!("{{{}}}", fields.join(", "))
}

/// A stored task, every field of it, times in the server's zone.
pub fn show(task: &ClockedTask) -> Object {
    object! {
        "id": task.id,
        "task_parameters": task_parameters_of(task),
        "creator": task.creator.as_str(),
        "editor": task.editor.as_str(),
        "state": task.state.as_str(),
        "plan_start_time": plan_start_time::show(task.plan_start_time),
        "create_time": plan_start_time::show(task.create_time),
        "edit_time": plan_start_time::show(task.edit_time),
        "project_id": task.project_id,
        "task_id": task.task_id,
        "task_name": task.task_name.as_str(),
        "template_id": task.template_id,
        "template_name": task.template_name.as_str(),
        "template_source": task.template_source.as_str(),
        "clocked_task_id": task.clocked_task_id,
    }
}

pub fn task_parameters_of(task: &ClockedTask) -> Json {
    loads(task.task_params.as_bytes()).unwrap_or_else(|_| Json::Object(Object::new()))
}
