//! An answer of the API, ready to be sent.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use bytes::Bytes;

use crate::json::{Json, Object, dumps, dumps_compact, object};

pub const JSON: &str = "application/json";
pub const HTML: &str = "text/html; charset=utf-8";

#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub fn new(status: u16, content_type: &str, body: impl Into<Bytes>) -> Answer {
        Answer {
            body: body.into(),
            ..Answer::empty(status)
        }
        .with("content-type", content_type)
    }

    /// Neither a body nor a type of one.
    pub fn empty(status: u16) -> Answer {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Answer {
            status,
            headers: HeaderMap::new(),
            body: Bytes::new(),
        }
    }

    /// As a plain Django view answers.
    pub fn json(status: u16, members: Object) -> Answer {
        Answer::new(status, JSON, dumps(&Json::Object(members)))
    }

    /// As a REST framework view answers.
    pub fn compact(status: u16, members: Object) -> Answer {
        Answer::new(status, JSON, dumps_compact(&Json::Object(members)))
    }

    /// What every unexpected exception of bk-sops becomes; its code is a string.
    pub fn crash() -> Answer {
        let members = object! {
            "result": false, "code": "50000", "message": "系统异常,请联系管理员处理", "data": Json::Null,
        };
        Answer::json(500, members)
    }

    pub fn redirect(location: &str) -> Answer {
        Answer::new(302, HTML, "").with("location", location)
    }

    pub fn not_allowed(allow: &str) -> Answer {
        Answer::new(405, HTML, "").with("allow", allow)
    }

    /// Adds a header; one that cannot be sent is left out.
    pub fn with(mut self, name: &str, value: &str) -> Answer {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(value)) {
            self.headers.insert(name, value);
        }
        self
    }

    /// bk-sops names the trace in the header of every JSON answer.
    pub fn traced(self, trace_id: &str) -> Answer {
        let json = self
            .headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|value| value == JSON);
        if json {
            self.with("sops-trace-id", trace_id)
        } else {
            self
        }
    }

    pub fn into_response(self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}
