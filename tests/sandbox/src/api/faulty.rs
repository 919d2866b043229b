//! What becomes of a request that has drawn a fault.

use std::io;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, Response, header};
use bytes::Bytes;
use futures_util::stream;
use serde_json::Value;

use super::{Visit, new_trace_id};
use crate::answer::{Answer, HTML, JSON};
use crate::fault::Fault;
use crate::gateway;
use crate::request_log::LoggedRequest;
use crate::web;

/// Nothing when the connection is to be closed instead.
pub(super) async fn respond(visit: &Visit, fault: Fault) -> Option<Response<Body>> {
    let kind = kind(&fault);
    let handled = |status| visit.handle(Some(kind.clone()), status);
    Some(match fault {
        Fault::Delay { ms } => {
            let answer = handled(None).await;
            tokio::time::sleep(Duration::from_millis(ms)).await;
            answer.into_response()
        }
        Fault::Hold => {
            let mut cleared = visit.state.faults.cleared();
            let answer = handled(None).await;
            // Fails where the sandbox ends, and with it all that it holds.
            let _ = cleared.changed().await;
            answer.into_response()
        }
        Fault::DropBefore => {
            log(visit, &kind, 0);
            return None;
        }
        Fault::DropAfter => {
            handled(Some(0)).await;
            return None;
        }
        Fault::Status {
            status,
            commit: true,
            ..
        } => {
            handled(Some(status)).await;
            instead(visit, &fault).into_response()
        }
        Fault::NotJson { .. } => {
            handled(Some(200)).await;
            instead(visit, &fault).into_response()
        }
        Fault::Cut { bytes } => cut(handled(None).await, bytes),
        refusal => {
            let answer = instead(visit, &refusal);
            log(visit, &kind, answer.status.as_u16());
            answer.into_response()
        }
    })
}

fn log(visit: &Visit, kind: &str, status: u16) {
    let entry = LoggedRequest::new(
        visit.endpoint,
        &visit.request,
        status,
        Some(kind.to_owned()),
    );
    visit.state.log.add(entry);
}

/// The answer that takes the place of the real one.
fn instead(visit: &Visit, fault: &Fault) -> Answer {
    let request = &visit.request;
    match fault {
        Fault::Status {
            status,
            body,
            content_type,
            headers,
            ..
        } => {
            let answer = Answer::new(*status, content_type.as_deref().unwrap_or(JSON), text(body));
            headers
                .iter()
                .fold(answer, |answer, (name, value)| answer.with(name, value))
        }
        Fault::NotJson { body } => Answer::new(200, HTML, body.clone()),
        Fault::Login => web::login_needed(request, true),
        Fault::LoginRedirect => web::login_needed(request, false),
        Fault::Permission => gateway::iam_denial(action(visit.endpoint), &new_trace_id()),
        Fault::PermissionWeb => {
            web::denial_of_endpoint(&visit.state, request, action(visit.endpoint))
        }
        Fault::RateLimit { limit, reset } => gateway::rate_limit(*limit, *reset),
        Fault::NotUser => gateway::not_user(),
        Fault::Delay { .. }
        | Fault::Hold
        | Fault::DropBefore
        | Fault::DropAfter
        | Fault::Cut { .. } => Answer::crash(),
    }
}

/// A string as it is, nothing for null, anything else as JSON.
fn text(body: &Value) -> String {
    match body {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn kind(fault: &Fault) -> String {
    let value = serde_json::to_value(fault).unwrap_or_default();
    value
        .get("kind")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// The action that the endpoint needs (contract part 7).
fn action(endpoint: &str) -> &'static str {
    match endpoint {
        "create_clocked_task" | "clocked_task" => "flow_create_clocked_task",
        "get_clocked_task_list"
        | "get_template_list"
        | "get_user_project_list"
        | "get_user_project_detail" => "project_view",
        _ => "flow_view",
    }
}

/// Promises the whole body and breaks off after some of it.
fn cut(answer: Answer, bytes: usize) -> Response<Body> {
    let length = answer.body.len();
    let start = answer.body.slice(..bytes.min(length.saturating_sub(1)));
    let (parts, _) = answer.into_response().into_parts();
    let pieces = stream::unfold(Some(start), |start| async move {
        match start {
            Some(start) => Some((Ok::<Bytes, io::Error>(start), None)),
            None => {
                // What was sent must be on its way before the connection breaks.
                tokio::time::sleep(Duration::from_millis(20)).await;
                Some((Err(io::Error::other("cut off on demand")), None))
            }
        }
    });
    let mut response = Response::from_parts(parts, Body::from_stream(pieces));
    response
        .headers_mut()
        .insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    response
}
