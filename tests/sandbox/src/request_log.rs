//! The requests that reached the API since the log was last cleared.

use std::collections::BTreeMap;
use std::sync::Mutex;

use axum::http::{HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};

use crate::request::ApiRequest;

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct LoggedRequest {
    /// The name of the endpoint, as faults use it.
    pub endpoint: String,
    pub method: String,
    pub path: String,
    pub query: String,
    /// All of them, so that it can be told what came along; several of a name with commas between
    /// them.
    pub headers: BTreeMap<String, String>,
    /// The exact text; bytes that are not UTF-8 are replaced.
    pub body: String,
    /// What was answered; 0 when the connection was closed instead.
    pub status: u16,
    /// The kind of the fault that was applied.
    pub fault: Option<String>,
}

impl LoggedRequest {
    pub fn new(
        endpoint: &str,
        request: &ApiRequest,
        status: u16,
        fault: Option<String>,
    ) -> LoggedRequest {
        LoggedRequest {
            endpoint: endpoint.to_owned(),
            method: request.method.to_string(),
            path: request.path.clone(),
            query: request.query.clone(),
            headers: headers(&request.headers),
            body: String::from_utf8_lossy(&request.body).into_owned(),
            status,
            fault,
        }
    }
}

fn headers(sent: &HeaderMap) -> BTreeMap<String, String> {
    let values = |name| {
        let values = sent.get_all(name).iter().map(HeaderValue::as_bytes);
        let values: Vec<_> = values.map(String::from_utf8_lossy).collect();
        values.join(", ")
    };
    sent.keys()
        .map(|name| (name.to_string(), values(name)))
        .collect()
}

#[derive(Debug, Default)]
pub struct RequestLog(Mutex<Vec<LoggedRequest>>);

impl RequestLog {
    pub fn add(&self, request: LoggedRequest) {
        crate::locked(&self.0).push(request);
    }

    pub fn list(&self) -> Vec<LoggedRequest> {
        crate::locked(&self.0).clone()
    }

    pub fn clear(&self) {
        crate::locked(&self.0).clear();
    }
}
