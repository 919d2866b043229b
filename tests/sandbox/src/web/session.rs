//! Login and the guard against forged requests (contract part 7). With the portal's proxy in
//! between, a request without cookies is completed by it and needs neither.

use axum::http::Method;

use crate::answer::Answer;
use crate::gateway::quote;
use crate::json::object;
use crate::request::ApiRequest;
use crate::state::State;
use crate::store::User;

const CSRF_COOKIE: &str = "bk_sops_csrftoken";
const CSRF_HEADER: &str = "x-csrftoken";

pub(super) fn user(state: &State, request: &ApiRequest) -> Result<User, Box<Answer>> {
    let token = request
        .cookie("bk_token")
        .and_then(|token| token.strip_prefix("token-"));
    let known = match token {
        Some(name) => state
            .with_store(|store| store.user(name))
            .map_err(|_| Box::new(Answer::crash()))?,
        None => state
            .proxy_caller()
            .filter(|_| proxied(state, request))
            .map(|caller| caller.user),
    };
    let script = request.header("x-requested-with").is_some();
    known.ok_or_else(|| Box::new(login_needed(request, script)))
}

fn proxied(state: &State, request: &ApiRequest) -> bool {
    state.options.proxy && request.cookie("bk_token").is_none()
}

/// A script is told where to log in, a page is sent there.
pub(crate) fn login_needed(request: &ApiRequest, script: bool) -> Answer {
    let origin = request.origin();
    if script {
        let back = quote(&format!("{origin}/sandbox/login/done"));
        let login_url = format!("{origin}/sandbox/login/plain/?c_url={back}&app_code=bk_sops");
        return Answer::json(
            401,
            object! { "login_url": login_url, "width": 400, "height": 400, "has_plain": true },
        );
    }
    let query = if request.query.is_empty() {
        String::new()
    } else {
        format!("?{}", request.query)
    };
    let back = quote(&format!("{origin}{}{query}", request.path));
    Answer::redirect(&format!(
        "{origin}/sandbox/login/?c_url={back}&app_code=bk_sops"
    ))
}

/// The complaint about a writing request without the cookie's token in its header.
pub(super) fn check_csrf(state: &State, request: &ApiRequest) -> Result<(), String> {
    let reading =
        [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE].contains(&request.method);
    if reading || proxied(state, request) {
        return Ok(());
    }
    let Some(cookie) = request.cookie(CSRF_COOKIE) else {
        return Err("CSRF Failed: CSRF cookie not set.".to_owned());
    };
    match request.header(CSRF_HEADER) {
        None => Err("CSRF Failed: CSRF token missing.".to_owned()),
        Some(token) if token != cookie => {
            Err("CSRF Failed: CSRF token from the 'X-Csrftoken' HTTP header incorrect.".to_owned())
        }
        Some(_) => Ok(()),
    }
}
