//! A request to the API on its way: the fault it takes, the handler, the log.

mod faulty;

use std::sync::Arc;

use axum::body::Body;
use axum::http::Response;
use uuid::Uuid;

use crate::answer::Answer;
use crate::gateway;
use crate::json::object;
use crate::request::ApiRequest;
use crate::request_log::LoggedRequest;
use crate::state::State;
use crate::web;

const APPLY: &str = "/iam/api/apply_perms_url/";

/// Marks a response in whose place the connection is to be closed.
#[derive(Clone)]
pub struct ConnectionClosed;

/// Whether the path is one of the API rather than of the page.
pub fn is_api(path: &str) -> bool {
    let prefixes = [gateway::PREFIX, gateway::BEHIND, APPLY];
    prefixes.iter().any(|prefix| path.starts_with(prefix)) || web::endpoint(path).is_some()
}

pub async fn respond(state: Arc<State>, request: ApiRequest) -> Response<Body> {
    let endpoint = gateway::endpoint(&request.path)
        .or_else(|| web::endpoint(&request.path))
        .unwrap_or("unknown");
    let visit = Visit {
        state,
        endpoint,
        request: Arc::new(request),
    };
    match visit.state.faults.take(endpoint) {
        None => visit.handle(None, None).await.into_response(),
        Some(fault) => faulty::respond(&visit, fault).await.unwrap_or_else(|| {
            let mut response = Response::new(Body::empty());
            response.extensions_mut().insert(ConnectionClosed);
            response
        }),
    }
}

/// A request with what it needs to be answered.
struct Visit {
    state: Arc<State>,
    endpoint: &'static str,
    request: Arc<ApiRequest>,
}

impl Visit {
    /// Computes the real answer, away from the threads that serve connections: the work goes on
    /// when the client has gone. The log gets the kind of a fault, and its status where that is
    /// not the real one.
    async fn handle(&self, fault: Option<String>, status: Option<u16>) -> Answer {
        let (state, request, endpoint) = (
            Arc::clone(&self.state),
            Arc::clone(&self.request),
            self.endpoint,
        );
        let work = move || {
            let answer = real_answer(&state, &request);
            let status = status.unwrap_or(answer.status.as_u16());
            state
                .log
                .add(LoggedRequest::new(endpoint, &request, status, fault));
            answer
        };
        tokio::task::spawn_blocking(work)
            .await
            .unwrap_or_else(|_| Answer::crash())
    }
}

fn real_answer(state: &State, request: &ApiRequest) -> Answer {
    let trace_id = request
        .header("traceparent")
        .map_or_else(new_trace_id, str::to_owned);
    if request.path.starts_with(APPLY) {
        let url = format!("{}/sandbox/apply", request.origin());
        let data = object! { "url": url };
        return Answer::json(
            200,
            object! { "result": true, "message": "success", "data": data, "code": 0 },
        );
    }
    if request.path.starts_with(gateway::PREFIX) || request.path.starts_with(gateway::BEHIND) {
        gateway::answer(state, request, &trace_id)
    } else {
        web::answer(state, request, &trace_id)
    }
}

fn new_trace_id() -> String {
    Uuid::new_v4().simple().to_string()
}
