//! The controls under `/sandbox/`: what tests and demonstrations set and ask. A request that
//! makes no sense is refused with 400 and one line of text.

mod project;
mod task;
mod template;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, State as Shared};
use axum::http::{Response, StatusCode};
use axum::routing::{get, post, put};
use chrono::TimeDelta;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

pub use project::set_staff_groups;
pub use task::{add as add_task, list as list_tasks, show as show_task};
pub use template::add as add_template;

use crate::answer::{Answer, HTML};
use crate::fault::QueuedFault;
use crate::state::State;

type App = Arc<State>;
type Result<T> = std::result::Result<T, Refusal>;

pub fn routes() -> Router<App> {
    Router::new()
        .route(
            "/sandbox/faults",
            get(faults).post(add_fault).delete(clear_faults),
        )
        .route("/sandbox/requests", get(requests).delete(clear_requests))
        .route("/sandbox/clock", get(clock).put(set_clock))
        .route("/sandbox/user", get(user).put(set_user))
        .route("/sandbox/config", put(set_config).delete(clear_config))
        .route("/sandbox/reset", post(reset))
        .route("/sandbox/projects/{id}/staff_groups", put(put_staff_groups))
        .route("/sandbox/templates", post(post_template))
        .route("/sandbox/templates/{id}/touch", put(touch_template))
        .route("/sandbox/tasks", get(tasks).post(post_task))
        .route("/sandbox/tasks/{id}", get(task).delete(delete_task))
        .route("/sandbox/tasks/{id}/start", post(start_task))
        .route("/sandbox/login/", get(login))
        .route("/sandbox/login/{*rest}", get(login))
        .route("/sandbox/apply", get(apply))
        // Templates may be huge on purpose.
        .layer(DefaultBodyLimit::disable())
}

/// Why a control request is refused: a status and one line.
pub struct Refusal(StatusCode, String);

impl From<String> for Refusal {
    fn from(line: String) -> Self {
        Refusal(StatusCode::BAD_REQUEST, line.replace('\n', " "))
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Refusal(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
    }
}

impl axum::response::IntoResponse for Refusal {
    fn into_response(self) -> Response<Body> {
        Answer::new(self.0.as_u16(), "text/plain; charset=utf-8", self.1 + "\n").into_response()
    }
}

fn said(value: &impl serde::Serialize) -> Response<Body> {
    let text = serde_json::to_string(value).unwrap_or_default();
    Answer::new(200, "application/json", text).into_response()
}

fn done() -> Response<Body> {
    said(&json!({}))
}

/// Reads a body by way of a value, which is the only way for numbers of tagged enums.
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    let value: Value =
        serde_json::from_slice(body).map_err(|error| format!("the body is not JSON: {error}"))?;
    serde_json::from_value(value).map_err(|error| Refusal::from(error.to_string()))
}

fn text(body: &[u8]) -> Result<&str> {
    std::str::from_utf8(body).map_err(|error| Refusal::from(error.to_string()))
}

fn number(id: &str) -> Result<i64> {
    id.parse()
        .map_err(|_| Refusal::from(format!("{id} is not an id")))
}

async fn faults(Shared(state): Shared<App>) -> Response<Body> {
    said(&state.faults.list())
}

async fn add_fault(Shared(state): Shared<App>, body: Bytes) -> Result<Response<Body>> {
    state.faults.add(QueuedFault::parse(text(&body)?)?);
    Ok(said(&state.faults.list()))
}

async fn clear_faults(Shared(state): Shared<App>) -> Response<Body> {
    state.faults.clear();
    done()
}

async fn requests(Shared(state): Shared<App>) -> Response<Body> {
    said(&state.log.list())
}

async fn clear_requests(Shared(state): Shared<App>) -> Response<Body> {
    state.log.clear();
    done()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Skew {
    skew_seconds: f64,
}

async fn clock(Shared(state): Shared<App>) -> Response<Body> {
    said(&json!({ "now": state.now().to_rfc3339() }))
}

async fn set_clock(Shared(state): Shared<App>, body: Bytes) -> Result<Response<Body>> {
    let Skew { skew_seconds } = read(&body)?;
    // Out of range is no problem: the cast stops at the ends, which the clock then refuses.
    #[allow(clippy::cast_possible_truncation)]
    let micros = (skew_seconds * 1e6) as i64;
    state.set_skew(TimeDelta::microseconds(micros))?;
    Ok(clock(Shared(state)).await)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Acting {
    user: Option<String>,
    app: Option<String>,
}

async fn user(Shared(state): Shared<App>) -> Response<Body> {
    let (user, app) = state.proxy_names();
    said(&json!({ "user": user, "app": app }))
}

async fn set_user(Shared(state): Shared<App>, body: Bytes) -> Result<Response<Body>> {
    let acting: Acting = read(&body)?;
    let (user_name, app_code) = state.proxy_names();
    state.act_as(
        &acting.user.unwrap_or(user_name),
        &acting.app.unwrap_or(app_code),
    )?;
    Ok(user(Shared(state)).await)
}

async fn set_config(Shared(state): Shared<App>, body: Bytes) -> Result<Response<Body>> {
    state.set_config(Some(text(&body)?.to_owned()));
    Ok(done())
}

async fn clear_config(Shared(state): Shared<App>) -> Response<Body> {
    state.set_config(None);
    done()
}

async fn reset(Shared(state): Shared<App>) -> Result<Response<Body>> {
    state.reset()?;
    Ok(done())
}

async fn put_staff_groups(
    Shared(state): Shared<App>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response<Body>> {
    set_staff_groups(&state, number(&id)?, &body)?;
    Ok(done())
}

async fn post_template(Shared(state): Shared<App>, body: Bytes) -> Result<Response<Body>> {
    Ok(said(&json!({ "id": add_template(&state, &body)? })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Touch {
    editor: String,
}

async fn touch_template(
    Shared(state): Shared<App>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response<Body>> {
    let Touch { editor } = read(&body)?;
    let (id, now) = (number(&id)?, state.now());
    if state.with_store(|store| store.touch_template(id, &editor, now))? {
        Ok(done())
    } else {
        Err(Refusal(
            StatusCode::NOT_FOUND,
            format!("there is no template {id}"),
        ))
    }
}

async fn tasks(Shared(state): Shared<App>) -> Result<Response<Body>> {
    Ok(Answer::new(200, "application/json", list_tasks(&state)?).into_response())
}

async fn post_task(Shared(state): Shared<App>, body: Bytes) -> Result<Response<Body>> {
    Ok(said(&json!({ "id": add_task(&state, &body)? })))
}

async fn task(Shared(state): Shared<App>, Path(id): Path<String>) -> Result<Response<Body>> {
    let id = number(&id)?;
    let shown = show_task(&state, id)?;
    let shown =
        shown.ok_or_else(|| Refusal(StatusCode::NOT_FOUND, format!("there is no task {id}")))?;
    Ok(Answer::new(200, "application/json", shown).into_response())
}

async fn delete_task(Shared(state): Shared<App>, Path(id): Path<String>) -> Result<Response<Body>> {
    let id = number(&id)?;
    state.with_store(|store| store.delete_task(id))?;
    Ok(done())
}

async fn start_task(Shared(state): Shared<App>, Path(id): Path<String>) -> Result<Response<Body>> {
    state.start_now(number(&id)?)?;
    task(Shared(state), Path(id)).await
}

/// The page that a login leads to. Whoever comes here has logged in.
async fn login() -> Response<Body> {
    let page = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Logged in</title>\
        <h1>Logged in</h1><p>This window can be closed.</p></html>";
    Answer::new(200, HTML, page).into_response()
}

/// The page that applying for a permission leads to.
async fn apply() -> Response<Body> {
    let page = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Apply for a permission</title>\
        <h1>Apply for a permission</h1></html>";
    Answer::new(200, HTML, page).into_response()
}
