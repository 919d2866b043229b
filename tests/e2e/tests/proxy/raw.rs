//! Requests that no browser would send.

use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::server::Server;

/// An answer as it came over the wire.
pub struct Answer {
    pub status: u16,
    /// In lower case, with its line ends.
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| *key == name).map(|(_, value)| value)
    }
}

/// One request, with what the page itself would send; a test changes it.
pub struct Raw {
    pub method: &'static str,
    pub target: String,
    pub headers: Vec<(&'static str, Vec<u8>)>,
    pub body: Vec<u8>,
}

pub const LIST: &str = "/api/bk-sops/prod/get_template_list/2/?scope=cmdb_biz";
pub const CREATE: &str = "/api/bk-sops/prod/create_clocked_task/3/2/";

/// A body that the sandbox would make a task of.
pub fn plan() -> String {
    r#"{"scope": "cmdb_biz", "task_name": "raw", "plan_start_time": "2099-01-01 00:00:00+0800", "task_parameters": {"constants": {}}}"#.into()
}

/// An id as the page makes it, another each time.
pub fn new_click() -> String {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let number = LAST.fetch_add(1, Ordering::Relaxed);
    format!("1795500000000-{number}")
}

impl Raw {
    pub fn get(server: &Server, target: &str) -> Raw {
        Raw {
            method: "GET",
            target: target.into(),
            headers: vec![
                ("Host", server.authority().into()),
                ("Accept-Language", "en".into()),
                ("X-Requested-With", "XMLHttpRequest".into()),
                ("Sec-Fetch-Site", "same-origin".into()),
                ("Cookie", "bk_token=token-alice".into()),
            ],
            body: Vec::new(),
        }
    }

    pub fn post(server: &Server, target: &str, body: impl Into<Vec<u8>>) -> Raw {
        let body = body.into();
        let length = body.len().to_string();
        let mut raw = Raw::get(server, target)
            .with("Origin", server.origin.clone())
            .with("Content-Type", "application/json")
            .with("X-Clocked-Click", new_click())
            .with("Content-Length", length);
        raw.method = "POST";
        raw.body = body;
        raw
    }

    /// With this header in the place of the page's own.
    pub fn with(self, name: &'static str, value: impl Into<Vec<u8>>) -> Raw {
        let mut raw = self.without(name);
        raw.headers.push((name, value.into()));
        raw
    }

    pub fn without(mut self, name: &str) -> Raw {
        self.headers.retain(|(key, _)| *key != name);
        self
    }

    pub async fn send(&self, server: &Server) -> Answer {
        let mut bytes = format!("{} {} HTTP/1.1\r\n", self.method, self.target).into_bytes();
        for (name, value) in &self.headers {
            bytes.extend_from_slice(name.as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(value);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"Connection: close\r\n\r\n");
        bytes.extend_from_slice(&self.body);
        exchange(server, &bytes).await
    }
}

/// Sends bytes as they are and reads until the server closes.
pub async fn exchange(server: &Server, bytes: &[u8]) -> Answer {
    let stream = TcpStream::connect(server.authority()).await.unwrap();
    let (mut from, mut to) = stream.into_split();
    // A refused body may not be read to its end: writing it may fail.
    let writing = async { to.write_all(bytes).await.is_ok() };
    let mut answer = Vec::new();
    let reading = from.read_to_end(&mut answer);
    let (_, read) = tokio::join!(writing, reading);
    let text = String::from_utf8_lossy(&answer);
    let (head, body) = text
        .split_once("\r\n\r\n")
        .unwrap_or_else(|| panic!("no answer ({read:?}): {text:?}"));
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
    Answer {
        status: status.unwrap_or_else(|| panic!("no status: {head}")),
        head: head.to_lowercase(),
        body: body.to_owned(),
    }
}
