//! One request to the API, read whole.

use axum::http::{HeaderMap, Method, header};
use bytes::Bytes;

#[derive(Clone, Debug)]
pub struct ApiRequest {
    pub method: Method,
    /// As it was sent, still percent-encoded.
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl ApiRequest {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// A parameter of the query string; of several the last counts.
    pub fn param(&self, name: &str) -> Option<String> {
        self.params()
            .rfind(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    /// As `param`, with an empty one counted as absent.
    pub fn filled_param(&self, name: &str) -> Option<String> {
        self.param(name).filter(|value| !value.is_empty())
    }

    pub fn params(&self) -> impl DoubleEndedIterator<Item = (String, String)> {
        let pairs: Vec<_> = form_urlencoded::parse(self.query.as_bytes())
            .into_owned()
            .collect();
        pairs.into_iter()
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        let cookies = self.header("cookie")?.split(';');
        cookies
            .filter_map(|cookie| cookie.trim().split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// `http://host`, as the browser knows this server.
    pub fn origin(&self) -> String {
        format!(
            "http://{}",
            self.header(header::HOST.as_str()).unwrap_or("localhost")
        )
    }
}
