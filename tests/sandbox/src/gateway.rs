//! The gateway's resources and the bk-sops views behind them. The gateway finds the resource
//! and authorizes the caller; the view then answers with HTTP 200 whatever goes wrong, but for
//! crashes (contract parts 1 and 7).

mod authorization;
mod call;
mod create_clocked_task;
mod error;
mod get_clocked_task_list;
mod get_template_info;
mod get_template_list;
mod get_template_schemes;
mod get_user_project_detail;
mod get_user_project_list;
mod include;
mod preview_task_tree;

use axum::http::Method;
use percent_encoding::percent_decode_str;

pub(crate) use call::{Call, Outcome, Stop};
pub(crate) use create_clocked_task::new_task;
pub(crate) use error::{gateway_error, iam_denial, not_user, rate_limit};
pub(crate) use get_clocked_task_list::auth_actions;
pub(crate) use get_template_info::has_subprocess;
pub(crate) use preview_task_tree::data as preview_data;

use crate::answer::{Answer, HTML};
use crate::json::{Json, object};
use crate::language::Language;
use crate::python::decimal_digit;
use crate::request::ApiRequest;
use crate::state::State;

pub const PREFIX: &str = "/api/bk-sops/prod/";
/// Where bk-sops itself listens, without the gateway before it.
pub const BEHIND: &str = "/apigw/";

/// The gateway itself refuses longer bodies.
const BODY_LIMIT: usize = 40 << 20;

struct Resource {
    name: &'static str,
    method: Method,
    /// Names of the ids in the path, in their order.
    ids: &'static [&'static str],
    view: fn(&Call) -> Outcome,
}

const RESOURCES: [Resource; 8] = [
    Resource {
        name: "create_clocked_task",
        method: Method::POST,
        ids: &["template_id", "project_id"],
        view: create_clocked_task::view,
    },
    Resource {
        name: "get_clocked_task_list",
        method: Method::GET,
        ids: &["project_id"],
        view: get_clocked_task_list::view,
    },
    Resource {
        name: "get_template_list",
        method: Method::GET,
        ids: &["project_id"],
        view: get_template_list::view,
    },
    Resource {
        name: "get_template_info",
        method: Method::GET,
        ids: &["template_id", "project_id"],
        view: get_template_info::view,
    },
    Resource {
        name: "get_template_schemes",
        method: Method::GET,
        ids: &["project_id", "template_id"],
        view: get_template_schemes::view,
    },
    Resource {
        name: "preview_task_tree",
        method: Method::POST,
        ids: &["project_id", "template_id"],
        view: preview_task_tree::view,
    },
    Resource {
        name: "get_user_project_list",
        method: Method::GET,
        ids: &[],
        view: get_user_project_list::view,
    },
    Resource {
        name: "get_user_project_detail",
        method: Method::GET,
        ids: &["project_id"],
        view: get_user_project_detail::view,
    },
];

/// The name of the resource that a path below either prefix asks for.
pub fn endpoint(path: &str) -> Option<&'static str> {
    let rest = path
        .strip_prefix(PREFIX)
        .or_else(|| path.strip_prefix(BEHIND))?;
    let name = rest.split('/').next()?;
    RESOURCES
        .iter()
        .map(|resource| resource.name)
        .find(|known| *known == name)
}

pub fn answer(state: &State, request: &ApiRequest, trace_id: &str) -> Answer {
    match request.path.strip_prefix(PREFIX) {
        Some(rest) => through_gateway(state, request, rest, trace_id),
        None => behind_gateway(request),
    }
}

fn through_gateway(state: &State, request: &ApiRequest, rest: &str, trace_id: &str) -> Answer {
    let Some((resource, ids)) = find(rest) else {
        let message = format!(
            "API not found [method=\"{}\" path=\"{}\"]",
            request.method, request.path
        );
        return gateway_error(404, "API_NOT_FOUND", 1640401, &message);
    };
    if request.body.len() > BODY_LIMIT {
        return gateway_error(
            413,
            "BODY_SIZE_LIMIT_EXCEED",
            1641301,
            "Request body size too large.",
        );
    }
    let caller = match authorization::caller(state, request) {
        Ok(caller) => caller,
        Err(reason) => return error::invalid_args(&reason),
    };
    if !ids.iter().all(|id| is_number(id)) {
        return page_not_found(request, &format!("{BEHIND}{rest}"));
    }
    if request.method != resource.method {
        return Answer::not_allowed(resource.method.as_str());
    }
    let now = state.now();
    let language = Language::of(&request.headers);
    let outcome = state.with_store(|store| {
        let call = Call {
            request,
            store,
            now,
            language,
            caller: &caller,
            names: resource.ids,
            ids: &ids,
        };
        (resource.view)(&call)
    });
    state.wake.notify_one();
    call::answer(outcome, trace_id).traced(trace_id)
}

/// bk-sops reached directly: it believes nobody who does not bring the gateway's token.
fn behind_gateway(request: &ApiRequest) -> Answer {
    let rest = request.path.strip_prefix(BEHIND).unwrap_or_default();
    match find(rest).filter(|(_, ids)| ids.iter().all(|id| is_number(id))) {
        None => page_not_found(request, &request.path),
        Some((resource, _)) if request.method != resource.method => {
            Answer::not_allowed(resource.method.as_str())
        }
        Some(_) if request.header("x-bkapi-jwt").is_some() => Answer::new(500, HTML, SERVER_ERROR),
        Some(_) => Answer::new(
            403,
            HTML,
            "This API can only be accessed through API gateway",
        ),
    }
}

const SERVER_ERROR: &str = "\n<!doctype html>\n<html lang=\"en\">\n<head>\n  <title>Server Error (500)</title>\n</head>\n\
    <body>\n  <h1>Server Error (500)</h1><p></p>\n</body>\n</html>\n";

/// The resource whose path has just these parts, and a slash at the end.
fn find(rest: &str) -> Option<(&'static Resource, Vec<String>)> {
    let mut parts = rest.strip_suffix('/')?.split('/');
    let name = parts.next()?;
    let resource = RESOURCES.iter().find(|resource| resource.name == name)?;
    let ids: Vec<_> = parts
        .map(|id| percent_decode_str(id).decode_utf8_lossy().into_owned())
        .collect();
    (ids.len() == resource.ids.len()).then_some((resource, ids))
}

/// Digits of any script, as in a pattern of Python.
fn is_number(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|digit| decimal_digit(digit).is_some())
}

/// Any address bk-sops does not know leads to its page about that.
pub(crate) fn page_not_found(request: &ApiRequest, path: &str) -> Answer {
    let query = if request.query.is_empty() {
        String::new()
    } else {
        format!("?{}", request.query)
    };
    let address = format!("{}{path}{query}", request.origin());
    Answer::redirect(&format!("/?page_not_found={}", quote(&address)))
}

/// `urllib.parse.quote`: slashes stay.
pub(crate) fn quote(text: &str) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const QUOTED: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'/')
        .remove(b'_')
        .remove(b'.')
        .remove(b'-')
        .remove(b'~');
    utf8_percent_encode(text, QUOTED).to_string()
}

/// What a missing object becomes on its way through bk-sops' middleware.
pub(crate) fn does_not_exist(what: &str) -> Answer {
    let message = format!("数据不存在错误: 数据不存在错误, 错误内容 {what} | process_exception");
    Answer::json(
        200,
        object! { "result": false, "message": message, "data": Json::Null, "code": 3540400 },
    )
}
