//! One recorded exchange, and the answer of the sandbox to its request.

use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, FixedOffset};
use serde::de::Deserialize;
use serde_json::Value;

pub struct Exchange {
    pub name: String,
    pub status: u16,
    /// The answer: JSON, or a string with the text where it was none.
    pub response: Value,
    recorded: Value,
}

/// Every exchange of a file with one JSON object a line, or a list of them. Lines of another
/// shape are not exchanges.
pub fn read(file: &Path) -> Vec<Exchange> {
    let text = std::fs::read_to_string(file).unwrap();
    let lines: Vec<Value> = match text.trim_start().starts_with('[') {
        true => parse(&text)
            .and_then(|all| all.as_array().cloned())
            .unwrap_or_default(),
        false => text.lines().filter_map(parse).collect(),
    };
    lines
        .into_iter()
        .filter_map(Exchange::from_recorded)
        .collect()
}

/// As `serde_json::from_str`, but as deep as it goes.
pub fn parse(text: &str) -> Option<Value> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    deserializer.disable_recursion_limit();
    let value = Value::deserialize(&mut deserializer).ok()?;
    deserializer.end().ok()?;
    Some(value)
}

impl Exchange {
    fn from_recorded(recorded: Value) -> Option<Exchange> {
        let status = recorded.get("status")?.as_u64()?;
        recorded.get("method")?.as_str()?;
        recorded.get("path")?.as_str()?;
        Some(Exchange {
            name: recorded.get("name")?.as_str()?.to_owned(),
            status: u16::try_from(status).ok()?,
            response: recorded.get("response").cloned().unwrap_or_default(),
            recorded,
        })
    }

    fn text(&self, name: &str) -> &str {
        self.recorded
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.recorded.get("request_headers")?.get(name)?.as_str()
    }

    /// Why the sandbox is not asked: what was recorded was not bk-sops.
    pub fn left_out(&self) -> Option<&'static str> {
        if self.header("X-Emulate-Gateway").is_some() {
            return Some(
                "an error of the gateway that the recorder forced; here it is a fault on demand",
            );
        }
        if self.name.contains("outage") {
            return Some("the permission centre or the CMDB was down");
        }
        if self.recorded.get("body_description").is_some() && self.long_body().is_none() {
            return Some("its body was not stored");
        }
        None
    }

    /// When the row was created that the answer shows.
    pub fn created_at(&self) -> Option<DateTime<FixedOffset>> {
        if self.text("method") != "POST" || !self.text("path").contains("clocked_task") {
            return None;
        }
        let text = self.response.get("data")?.get("create_time")?.as_str()?;
        DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%z").ok()
    }

    fn body(&self) -> Vec<u8> {
        if let Some(encoded) = self.recorded.get("body_base64").and_then(Value::as_str) {
            return BASE64_STANDARD.decode(encoded).unwrap();
        }
        self.long_body()
            .unwrap_or_else(|| self.text("body").to_owned())
            .into_bytes()
    }

    /// A body too long to be stored is described by the length of one value.
    fn long_body(&self) -> Option<String> {
        let description = self.recorded.get("body_description")?.as_str()?;
        let digits = description
            .split("'x'*")
            .nth(1)?
            .trim_end_matches(|end: char| !end.is_ascii_digit());
        let value = "x".repeat(digits.parse().ok()?);
        let constants = format!(r#"{{"constants": {{"${{a}}": "{value}"}}}}"#);
        Some(format!(
            r#"{{"task_name": "long", "plan_start_time": "2099-01-01 00:00:00+0800", "task_parameters": {constants}}}"#
        ))
    }

    fn credentials(&self) -> Option<String> {
        let who = self.recorded.get("as")?;
        let (user, app) = (who.get("user")?.as_str()?, who.get("app")?.as_str()?);
        let secret = if app == "app_test" {
            "secret_test"
        } else {
            "secret_fta"
        };
        Some(format!(
            r#"{{"bk_app_code": "{app}", "bk_app_secret": "{secret}", "bk_token": "token-{user}"}}"#
        ))
    }
}

pub struct Replayed {
    pub status: u16,
    pub text: String,
}

impl Replayed {
    pub async fn of(exchange: &Exchange, url: &str, client: &reqwest::Client) -> Replayed {
        let query = exchange.text("query");
        let mark = if query.is_empty() { "" } else { "?" };
        let address = format!("{url}{}{mark}{query}", exchange.text("path"));
        let method: reqwest::Method = exchange.text("method").parse().unwrap();
        let mut request = client.request(method, address).body(exchange.body());
        if let Some(credentials) = exchange.credentials() {
            request = request.header("X-Bkapi-Authorization", credentials);
        }
        let headers = exchange
            .recorded
            .get("request_headers")
            .and_then(Value::as_object);
        for (name, value) in headers.into_iter().flatten() {
            request = request.header(name, value.as_str().unwrap_or_default());
        }
        let response = request.send().await.unwrap();
        Replayed {
            status: response.status().as_u16(),
            text: response.text().await.unwrap(),
        }
    }
}
