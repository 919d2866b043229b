//! Who calls the gateway: the application by its secret, the user by a token (contract part 7).
//! The tokens of the sandbox are `token-<user>`.

use super::error::NO_USER;
use crate::json::{Json, Object, loads};
use crate::request::ApiRequest;
use crate::state::State;
use crate::store::{App, Role, User};
use crate::user::Caller;

/// The caller, or the reason of the refusal.
pub(super) fn caller(state: &State, request: &ApiRequest) -> Result<Caller, String> {
    let credentials = match request.header("x-bkapi-authorization") {
        Some(header) => match loads(header.as_bytes()) {
            Ok(Json::Object(members)) => members,
            _ => return Err("request header X-Bkapi-Authorization is not a valid JSON".to_owned()),
        },
        None => match state.proxy_caller().filter(|_| state.options.proxy) {
            Some(caller) => return Ok(caller),
            None => loose_credentials(request),
        },
    };
    let given = |name: &str| {
        credentials
            .get(name)
            .and_then(Json::as_str)
            .filter(|text| !text.is_empty())
    };
    let code = given("bk_app_code").ok_or("app code cannot be empty")?;
    let secret = given("bk_app_secret")
        .ok_or("please provide bk_app_secret or bk_signature to verify app")?;
    let database = |error: rusqlite::Error| error.to_string();
    let app = state
        .with_store(|store| store.app(code))
        .map_err(database)?;
    let app = app
        .filter(|app| app.secret == secret)
        .ok_or("bk_app_code or bk_app_secret is incorrect")?;
    let token = given("bk_token")
        .or_else(|| given("access_token"))
        .or_else(|| request.cookie("bk_token"));
    let user = match token {
        Some(token) => {
            let name = token.strip_prefix("token-").unwrap_or_default();
            state
                .with_store(|store| store.user(name))
                .map_err(database)?
                .ok_or(NO_USER)?
        }
        None => named_user(state, given("bk_username"), &app)?,
    };
    Ok(Caller { user, app })
}

/// A bare name is only believed from a trusted application; bk-sops then makes the user up.
fn named_user(state: &State, name: Option<&str>, app: &App) -> Result<User, String> {
    let name = name.ok_or(NO_USER)?;
    if !app.trusted {
        return Err(
            "user authentication failed, the user indicated by bk_username is not verified"
                .to_owned(),
        );
    }
    let known = state
        .with_store(|store| store.user(name))
        .map_err(|error| error.to_string())?;
    Ok(known.unwrap_or_else(|| User {
        name: name.to_owned(),
        role: Role::Nothing,
        project_id: None,
    }))
}

/// Without the header the same names are looked for in the query, a form and a JSON body.
fn loose_credentials(request: &ApiRequest) -> Object {
    let mut members = match loads(&request.body) {
        Ok(Json::Object(members)) => members,
        _ => form_urlencoded::parse(&request.body)
            .map(|(key, value)| (key.into_owned(), Json::from(&*value)))
            .collect(),
    };
    members.extend(
        request
            .params()
            .map(|(key, value)| (key, Json::from(value))),
    );
    members
}
