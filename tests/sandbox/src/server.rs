//! Accepts connections and answers on them. hyper is driven directly, because a fault may ask
//! for a connection to be closed without an answer, which `axum::serve` cannot do.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderValue, Response, header};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tower::ServiceExt;

use crate::answer::Answer;
use crate::api::{self, ConnectionClosed};
use crate::control;
use crate::page;
use crate::request::ApiRequest;
use crate::state::State;

/// More than the gateway and bk-sops take, so that they can refuse it in their own words.
const BODY_LIMIT: usize = 64 << 20;

/// Serves until it is dropped, and every connection with it.
pub async fn serve(listener: TcpListener, state: Arc<State>) {
    let router = control::routes()
        .fallback(dispatch)
        .with_state(Arc::clone(&state));
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => drop(connections.spawn(connection(stream, router.clone(), Arc::clone(&state)))),
                Err(error) => eprintln!("sandbox: a connection failed: {error}"),
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(stream: TcpStream, router: Router, state: Arc<State>) {
    // An answer goes out in one go; waiting for more would only delay it.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let router = router.clone();
        let state = Arc::clone(&state);
        async move { answer(router, &state, request.map(Body::new)).await }
    });
    // An error here is the client's doing, or a fault's.
    let _ = hyper::server::conn::http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn answer(router: Router, state: &State, request: Request) -> io::Result<Response<Body>> {
    let mut response = match router.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    if response.extensions().get::<ConnectionClosed>().is_some() {
        return Err(io::Error::other("closed on demand"));
    }
    let date = state.now().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    if let Ok(date) = HeaderValue::from_str(&date) {
        response.headers_mut().insert(header::DATE, date);
    }
    Ok(response)
}

async fn dispatch(Shared(state): Shared<Arc<State>>, request: Request) -> Response<Body> {
    if !api::is_api(request.uri().path()) {
        return page::respond(state, request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = Limited::new(body, BODY_LIMIT).collect().await else {
        return Answer::new(413, "text/plain", "").into_response();
    };
    let request = ApiRequest {
        method: parts.method,
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers,
        body: body.to_bytes(),
    };
    api::respond(state, request).await
}
