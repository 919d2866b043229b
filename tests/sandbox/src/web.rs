//! The endpoints of bk-sops' own pages: the only ones that give integer ids of schemes
//! (contract part 6). They know the user by a cookie and answer errors with HTTP statuses.

mod clocked_task;
mod default_scheme;
mod denial;
mod page;
mod preview_task_tree;
mod scheme;
mod session;
mod template;
mod variable;

use axum::http::Method;
use chrono::{DateTime, Utc};

pub(crate) use denial::denial_of_endpoint;
pub(crate) use session::login_needed;

use crate::answer::{Answer, HTML};
use crate::gateway::does_not_exist;
use crate::json::{Json, Object, object};
use crate::language::Language;
use crate::request::ApiRequest;
use crate::serializer::{FieldErrors, field::FieldError};
use crate::state::State;
use crate::store::{Source, Store, Template, User};

/// One request of a logged-in user.
pub(crate) struct WebCall<'a> {
    pub request: &'a ApiRequest,
    pub store: &'a Store,
    pub now: DateTime<Utc>,
    pub language: Language,
    pub user: &'a User,
    /// What follows the endpoint in the path, such as an id.
    pub rest: &'a str,
}

pub(crate) type Outcome = Result<Success, Stop>;

pub(crate) enum Success {
    /// In the wrapping that all REST framework views share.
    Wrapped { status: u16, data: Json },
    /// From a plain Django view.
    Plain(Object),
}

pub(crate) enum Stop {
    /// Fields that are not as they should be: 400.
    Refused(FieldErrors),
    /// From a plain Django view: HTTP 200 without a code.
    Plain(String),
    /// A status with a text and a code that is a text itself.
    Detail(u16, String, &'static str),
    /// The permission centre denies it: 499, with what is missing.
    Denied(Json),
    DoesNotExist(String),
    Crash,
}

impl From<rusqlite::Error> for Stop {
    fn from(_: rusqlite::Error) -> Self {
        Stop::Crash
    }
}

struct Endpoint {
    name: &'static str,
    prefix: &'static str,
    view: fn(&WebCall) -> Outcome,
}

const ENDPOINTS: [Endpoint; 6] = [
    Endpoint {
        name: "scheme",
        prefix: "/api/v3/scheme/",
        view: scheme::view,
    },
    Endpoint {
        name: "default_scheme",
        prefix: "/template/api/default_scheme/",
        view: default_scheme::view,
    },
    Endpoint {
        name: "clocked_task",
        prefix: "/api/v4/clocked_task/",
        view: clocked_task::view,
    },
    Endpoint {
        name: "template",
        prefix: "/api/v3/template/",
        view: template::view,
    },
    Endpoint {
        name: "variable",
        prefix: "/api/v3/variable/",
        view: variable::view,
    },
    Endpoint {
        name: "web_preview_task_tree",
        prefix: "/taskflow/api/preview_task_tree/",
        view: preview_task_tree::view,
    },
];

pub fn endpoint(path: &str) -> Option<&'static str> {
    ENDPOINTS
        .iter()
        .find(|endpoint| path.starts_with(endpoint.prefix))
        .map(|endpoint| endpoint.name)
}

pub fn answer(state: &State, request: &ApiRequest, trace_id: &str) -> Answer {
    let Some(endpoint) = ENDPOINTS
        .iter()
        .find(|endpoint| request.path.starts_with(endpoint.prefix))
    else {
        return crate::gateway::page_not_found(request, &request.path);
    };
    let user = match session::user(state, request) {
        Ok(user) => user,
        Err(answer) => return answer.traced(trace_id),
    };
    let now = state.now();
    let rest = request
        .path
        .strip_prefix(endpoint.prefix)
        .unwrap_or_default();
    let language = Language::of(&request.headers);
    let outcome = match session::check_csrf(state, request) {
        Ok(()) => state.with_store(|store| {
            (endpoint.view)(&WebCall {
                request,
                store,
                now,
                language,
                user: &user,
                rest,
            })
        }),
        // A plain Django view refuses with a page.
        Err(_) if endpoint.name == "web_preview_task_tree" => {
            return Answer::new(403, HTML, "Forbidden");
        }
        Err(complaint) => Err(Stop::Detail(403, complaint, "permission_denied")),
    };
    state.wake.notify_one();
    render(outcome).traced(trace_id)
}

fn success(data: impl Into<Json>) -> Outcome {
    Ok(Success::Wrapped {
        status: 200,
        data: data.into(),
    })
}

fn render(outcome: Outcome) -> Answer {
    match outcome {
        Ok(Success::Plain(members)) => Answer::json(200, members),
        Ok(Success::Wrapped { status: 204, .. }) => Answer::empty(204),
        // The renderer of the REST framework has no word for NaN (contract part 8).
        Ok(Success::Wrapped { data, .. }) if data.has_non_finite() => Answer::crash(),
        Ok(Success::Wrapped { status, data }) => Answer::compact(
            status,
            object! { "result": true, "data": data, "code": 0, "message": "" },
        ),
        Err(Stop::Refused(errors)) => refusal(&errors),
        Err(Stop::Plain(message)) => {
            Answer::json(200, object! { "result": false, "message": message })
        }
        Err(Stop::Detail(status, detail, code)) => Answer::compact(
            status,
            object! { "result": false, "data": object! { "detail": detail.as_str() }, "code": code, "message": detail.as_str() },
        ),
        Err(Stop::Denied(permission)) => denial::denied(permission),
        Err(Stop::DoesNotExist(what)) => does_not_exist(&what),
        Err(Stop::Crash) => Answer::crash(),
    }
}

fn refusal(errors: &FieldErrors) -> Answer {
    let texts = |errors: &[FieldError]| {
        errors
            .iter()
            .map(|error| error.text.clone())
            .collect::<Vec<_>>()
    };
    let message = errors
        .values()
        .flat_map(|errors| texts(errors))
        .collect::<Vec<_>>()
        .join(",");
    let data: Object = errors
        .iter()
        .map(|(name, errors)| ((*name).to_owned(), Json::from(texts(errors))))
        .collect();
    Answer::compact(
        400,
        object! { "result": false, "data": data, "code": 3599999, "message": message },
    )
}

impl WebCall<'_> {
    fn only(&self, method: &Method) -> Result<(), Stop> {
        if self.request.method == *method {
            Ok(())
        } else {
            Err(self.not_allowed())
        }
    }

    fn not_allowed(&self) -> Stop {
        let method = &self.request.method;
        let chinese = format!("方法 “{method}” 不被允许。");
        let english = format!("Method \"{method}\" not allowed.");
        let detail = self.language.choose(&chinese, &english).to_owned();
        Stop::Detail(405, detail, "method_not_allowed")
    }

    /// A parameter that must be a whole number if it is there.
    fn number(&self, name: &'static str) -> Result<Option<i64>, Stop> {
        let Some(text) = self.request.filled_param(name) else {
            return Ok(None);
        };
        let number = crate::python::int(&text).map(|digits| digits.parse());
        match number {
            Some(number) => number.map(Some).map_err(|_| Stop::Crash),
            None => Err(refused(
                name,
                self.language
                    .choose("请填写合法的整数值。", "A valid integer is required."),
            )),
        }
    }

    /// The template whose id a parameter gives, deleted or not. What is no number is a crash.
    fn template_of_param(&self) -> Result<Template, Stop> {
        let Some(text) = self.request.param("template_id") else {
            return Err(Stop::DoesNotExist(
                "TaskTemplate(id=None) does not exist.".to_owned(),
            ));
        };
        self.any_template(&text)
    }

    fn any_template(&self, id: &str) -> Result<Template, Stop> {
        let number = id.parse().map_err(|_| Stop::Crash)?;
        let template = self.store.template(Source::Project, number)?;
        template.ok_or_else(|| Stop::DoesNotExist(format!("TaskTemplate(id={id}) does not exist.")))
    }

    fn need_flow(&self, action: &'static str, template: &Template) -> Result<(), Stop> {
        if self.user.may(action, template.project_id) {
            return Ok(());
        }
        Err(Stop::Denied(denial::of_flow(action, template)))
    }
}

fn refused(name: &'static str, text: &str) -> Stop {
    Stop::Refused(FieldErrors::from([(name, vec![FieldError::invalid(text)])]))
}
