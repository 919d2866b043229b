//! One call of a view, and the ways in which it can end.

use chrono::{DateTime, Utc};

use super::{does_not_exist, iam_denial};
use crate::answer::Answer;
use crate::json::{Json, Object, loads, object};
use crate::language::Language;
use crate::python;
use crate::request::ApiRequest;
use crate::store::{Project, Source, Store, Template};
use crate::user::Caller;

pub(crate) struct Call<'a> {
    pub request: &'a ApiRequest,
    pub store: &'a Store,
    pub now: DateTime<Utc>,
    pub language: Language,
    pub caller: &'a Caller,
    pub names: &'a [&'static str],
    pub ids: &'a [String],
}

/// The members of a success, or the reason why there is none.
pub(crate) type Outcome = Result<Object, Stop>;

pub(crate) enum Stop {
    /// The view says no; the answer carries the trace.
    Refused(Object),
    /// A check before the view says no; the answer carries no trace in its body.
    RefusedEarly(Object),
    /// The permission centre denies this action.
    Denied(&'static str),
    /// An object that must exist does not: the text of the exception.
    DoesNotExist(String),
    Crash,
}

impl From<rusqlite::Error> for Stop {
    fn from(_: rusqlite::Error) -> Self {
        Stop::Crash
    }
}

impl Stop {
    pub fn refused(message: impl Into<Json>, code: i64) -> Stop {
        Stop::Refused(object! { "result": false, "message": message.into(), "code": code })
    }

    fn refused_early(message: impl Into<Json>, code: i64) -> Stop {
        Stop::RefusedEarly(object! { "result": false, "message": message.into(), "code": code })
    }
}

pub(crate) fn answer(outcome: Outcome, trace_id: &str) -> Answer {
    match outcome {
        Ok(mut members) | Err(Stop::Refused(mut members)) => {
            members.insert("trace_id".to_owned(), Json::from(trace_id));
            Answer::json(200, members)
        }
        Err(Stop::RefusedEarly(members)) => Answer::json(200, members),
        Err(Stop::Denied(action)) => iam_denial(action, trace_id),
        Err(Stop::DoesNotExist(what)) => does_not_exist(&what),
        Err(Stop::Crash) => Answer::crash(),
    }
}

pub(crate) fn success(data: impl Into<Json>) -> Outcome {
    Ok(object! { "result": true, "data": data.into(), "code": 0 })
}

/// Django refuses to read longer bodies into memory.
const BODY_LIMIT: usize = 26_214_400;

impl Call<'_> {
    /// An id of the path, as it is written there.
    pub fn id_text(&self, name: &str) -> &str {
        let at = self.names.iter().position(|known| *known == name);
        at.and_then(|at| self.ids.get(at))
            .map_or("", String::as_str)
    }

    /// An id of the path; one that the database cannot hold is a crash.
    pub fn id(&self, name: &str) -> Result<i64, Stop> {
        let digits = python::int(self.id_text(name)).ok_or(Stop::Crash)?;
        digits.parse().map_err(|_| Stop::Crash)
    }

    /// The body of a POST, which must be an object if there is one at all.
    pub fn body(&self) -> Result<Option<Object>, Stop> {
        if self.request.body.is_empty() {
            return Ok(None);
        }
        match loads(&self.request.body) {
            Ok(Json::Object(members)) if self.request.body.len() <= BODY_LIMIT => Ok(Some(members)),
            _ => Err(Stop::refused_early("invalid param format", 3540000)),
        }
    }

    /// The project of a GET.
    pub fn project(&self) -> Result<Project, Stop> {
        self.project_in_scope(&Json::from(
            self.request
                .param("scope")
                .unwrap_or_else(|| CMDB.to_owned()),
        ))
    }

    /// The project of a POST, whose scope is in the body only.
    pub fn project_of_body(&self, body: Option<&Object>) -> Result<Project, Stop> {
        let scope = body.and_then(|body| body.get("scope")).cloned();
        self.project_in_scope(&scope.unwrap_or_else(|| Json::from(CMDB)))
    }

    /// Any scope but `cmdb_biz` means the project's own id (contract part 1).
    fn project_in_scope(&self, scope: &Json) -> Result<Project, Stop> {
        let id = self.id("project_id")?;
        let project = match scope.as_str() {
            Some(CMDB) => self.store.project_of_business(id)?,
            _ => self.store.project(id)?,
        };
        project.ok_or_else(|| {
            let (id, scope) = (self.id_text("project_id"), python::str(scope));
            Stop::refused_early(
                format!("project({id}) with scope({scope}) does not exist."),
                3540400,
            )
        })
    }

    /// The zone that times are to be shown in, if the request names one.
    pub fn expected_timezone(&self) -> Result<Option<chrono_tz::Tz>, Stop> {
        let Some(name) = self.request.filled_param("expected_timezone") else {
            return Ok(None);
        };
        chrono_tz::Tz::from_str_insensitive(&name)
            .map(Some)
            .map_err(|_| {
                Stop::RefusedEarly(object! {
                    "result": false,
                    "data": "",
                    "message": format!("expected_timezone {name} is unknown."),
                    "code": 3546100,
                })
            })
    }

    /// A trusted application is never asked.
    pub fn need_project(&self, action: &'static str, project: &Project) -> Result<(), Stop> {
        self.need(action, Some(project.id))
    }

    /// Asked of the template that the path names, in whatever project it is.
    pub fn need_flow(&self, action: &'static str) -> Result<(), Stop> {
        if self.caller.app.trusted {
            return Ok(());
        }
        let template = self.any_template(Source::Project, "TaskTemplate")?;
        self.need(action, template.project_id)
    }

    /// As `need_flow`, for a common template.
    pub fn need_common_flow(&self, action: &'static str) -> Result<(), Stop> {
        if self.caller.app.trusted {
            return Ok(());
        }
        self.any_template(Source::Common, "CommonTemplate")?;
        self.need(action, None)
    }

    fn any_template(&self, source: Source, model: &str) -> Result<Template, Stop> {
        let template = self.store.template(source, self.id("template_id")?)?;
        template.ok_or_else(|| {
            Stop::DoesNotExist(format!(
                "{model}(id={}) does not exist.",
                self.id_text("template_id")
            ))
        })
    }

    fn need(&self, action: &'static str, project_id: Option<i64>) -> Result<(), Stop> {
        if self.caller.app.trusted || self.caller.user.may(action, project_id) {
            Ok(())
        } else {
            Err(Stop::Denied(action))
        }
    }

    /// The template of the path, if it is in the project and not deleted.
    pub fn template_in(&self, project: &Project) -> Result<Option<Template>, Stop> {
        let template = self
            .store
            .template(Source::Project, self.id("template_id")?)?;
        Ok(template
            .filter(|template| template.project_id == Some(project.id) && !template.is_deleted))
    }
}

const CMDB: &str = "cmdb_biz";
