//! The wrapping of every answer: `{result, code, message, data, trace_id}`,
//! any of which may be absent or of another type (contract, rule 4).

use serde_json::{Map, Value};

use super::error::{ApiError, Asked, Refusal, Unreadable};
use super::python_repr::field_errors;
use crate::model::request::pretty;

/// An answer as it arrived, before anybody made sense of it.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    pub status: u16,
    pub body: String,
    /// From a header, where the body has none.
    pub trace_id: Option<String>,
    pub asked: Asked,
}

/// A successful answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Success {
    pub data: Value,
    /// The whole envelope but `data`: `count` of a list stands beside it.
    pub rest: Map<String, Value>,
    pub trace_id: Option<String>,
    /// NaN or Infinity stood in it, which are texts here.
    pub has_non_finite: bool,
}

/// The characters of a body that are shown to a person.
const EXCERPT: usize = 300;

impl Answer {
    /// The data, or why there is none. Success is `result: true` with a
    /// status of 2xx and nothing else.
    pub fn open(&self) -> Result<Success, ApiError> {
        self.opened(parse(&self.body))
    }

    /// The same of a body that has been parsed; the error says why it could not be.
    pub(super) fn opened(
        &self,
        parsed: Result<(Value, bool), String>,
    ) -> Result<Success, ApiError> {
        let (value, has_non_finite) = match parsed {
            Ok(parsed) => parsed,
            Err(cause) => return Err(self.unreadable("", &cause)),
        };
        let Value::Object(mut fields) = value else {
            return Err(self.unreadable("", "not an object"));
        };
        if fields.get("result") == Some(&Value::Bool(true)) && matches!(self.status, 200..=299) {
            let data = fields.remove("data").unwrap_or(Value::Null);
            let trace_id = text(&fields, "trace_id").or_else(|| self.trace_id.clone());
            return Ok(Success {
                data,
                rest: fields,
                trace_id,
                has_non_finite,
            });
        }
        // With a good status only `result: false` is a refusal; anything else
        // leaves open what was done.
        let says_no = match self.status {
            200..=299 => fields.get("result") == Some(&Value::Bool(false)),
            _ => ["result", "code", "message", "login_url"]
                .iter()
                .any(|field| fields.contains_key(*field)),
        };
        if !says_no {
            return Err(self.unreadable("result", "expected true or false"));
        }
        Err(ApiError::Refused(Box::new(self.refusal(&fields))))
    }

    pub fn unreadable(&self, path: &str, cause: &str) -> ApiError {
        ApiError::Unreadable(Box::new(Unreadable {
            status: self.status,
            path: path.to_owned(),
            cause: cause.to_owned(),
            excerpt: plain_text(&self.body).chars().take(EXCERPT).collect(),
            trace_id: self.trace_id.clone(),
            asked: self.asked.clone(),
        }))
    }

    fn refusal(&self, fields: &Map<String, Value>) -> Refusal {
        let message = fields.get("message").map(plain).unwrap_or_default();
        Refusal {
            status: self.status,
            code: fields.get("code").map(plain).unwrap_or_default(),
            fields: named_errors(fields, &message),
            message,
            trace_id: text(fields, "trace_id").or_else(|| self.trace_id.clone()),
            login_url: text(fields, "login_url"),
            apply_url: apply_url(fields),
            actions: missing_actions(fields),
            asked: self.asked.clone(),
        }
    }
}

/// The title of a page of HTML, or without one its text; anything else as it is.
fn plain_text(body: &str) -> String {
    if !body.trim_start().starts_with('<') {
        return body.to_owned();
    }
    let title = body.split_once("<title>").map(|(_, rest)| rest);
    let title = title.and_then(|rest| rest.split_once("</title>"));
    if let Some((title, _)) = title.filter(|(title, _)| !title.trim().is_empty()) {
        return title.trim().to_owned();
    }
    let mut text = String::new();
    for part in body.split('<') {
        let (_, words) = part.split_once('>').unwrap_or(("", ""));
        if !words.trim().is_empty() {
            text.push_str(words.trim());
            text.push(' ');
        }
    }
    text.trim_end().to_owned()
}

/// It stands with the permission, with the data or alone.
fn apply_url(fields: &Map<String, Value>) -> Option<String> {
    let within = |place: &str| text(fields.get(place)?.as_object()?, "apply_url");
    within("permission")
        .or_else(|| within("data"))
        .or_else(|| text(fields, "apply_url"))
}

fn text(fields: &Map<String, Value>, name: &str) -> Option<String> {
    fields
        .get(name)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Field errors from whichever place has them: a message that is an object,
/// the web API's `data`, or the Python text of the message.
fn named_errors(fields: &Map<String, Value>, message: &str) -> Vec<(String, Vec<String>)> {
    for place in ["message", "data"] {
        let Some(Value::Object(errors)) = fields.get(place) else {
            continue;
        };
        // `detail` is a message about the whole.
        let errors: Vec<(String, Vec<String>)> = errors
            .iter()
            .filter(|(field, _)| *field != "detail")
            .map(|(field, error)| (field.clone(), texts(error)))
            .filter(|(_, texts)| !texts.is_empty())
            .collect();
        if !errors.is_empty() {
            return errors;
        }
    }
    field_errors(message)
}

fn texts(error: &Value) -> Vec<String> {
    match error {
        Value::Array(items) => items.iter().map(plain).collect(),
        other => vec![plain(other)],
    }
}

/// The names of the actions in a `permission` body, with what each is for, or
/// the action that the gateway's message names.
fn missing_actions(fields: &Map<String, Value>) -> Vec<String> {
    if let Some(actions) = fields
        .get("permission")
        .and_then(|p| p.get("actions")?.as_array())
    {
        return actions.iter().map(action_words).collect();
    }
    let message = fields
        .get("message")
        .and_then(Value::as_str)
        .unwrap_or_default();
    match message.rsplit_once("action:") {
        Some((_, action)) if !action.trim().is_empty() => vec![action.trim().to_owned()],
        _ => Vec::new(),
    }
}

fn action_words(action: &Value) -> String {
    let name = action
        .get("name")
        .or(action.get("id"))
        .map(plain)
        .unwrap_or_default();
    let resources: Vec<String> = action
        .pointer("/related_resource_types/0/instances/0")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|instance| {
            Some(format!(
                "{} {}",
                plain(instance.get("type_name")?),
                plain(instance.get("name")?)
            ))
        })
        .collect();
    if resources.is_empty() {
        name
    } else {
        format!("{name} ({})", resources.join(", "))
    }
}

/// JSON as the backend writes it, which may hold bare NaN and Infinity
/// (contract part 8): those are read as texts, to be shown and never sent.
/// Whether there were any.
pub fn parse(text: &str) -> Result<(Value, bool), String> {
    let error: serde_json::Error = match text.parse() {
        Ok(value) => return Ok((value, false)),
        Err(error) => error,
    };
    let text = without_non_finite(text).ok_or_else(|| error.to_string())?;
    let value = text
        .parse()
        .map_err(|error: serde_json::Error| error.to_string())?;
    Ok((value, true))
}

/// The text with bare `NaN`, `Infinity` and `-Infinity` put into quotes;
/// `None` if there are none outside strings.
fn without_non_finite(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find(['"', 'N', 'I', '-']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('"') {
            let end = end_of_string(rest);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if let Some(word) = ["NaN", "Infinity", "-Infinity"]
            .into_iter()
            .find(|word| rest.starts_with(word))
        {
            found = true;
            out.push('"');
            out.push_str(word);
            out.push('"');
            rest = &rest[word.len()..];
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    found.then_some(out)
}

fn end_of_string(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    // A backslash as the last byte would point past the end.
    bytes.len()
}

/// The JSON text of any value, for a place that shows what was not understood.
pub fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => pretty(other),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::api::error::Reason;

    fn answer(status: u16, body: &str) -> Result<Success, ApiError> {
        Answer {
            status,
            body: body.into(),
            ..Answer::default()
        }
        .open()
    }

    fn refusal(status: u16, body: &str) -> Refusal {
        match answer(status, body) {
            Err(ApiError::Refused(refusal)) => *refusal,
            other => panic!("expected a refusal, got {other:?}"),
        }
    }

    #[test]
    fn success_is_result_true_whatever_else_is_absent() {
        let success = answer(200, r#"{"result":true,"data":{"id":1},"count":3}"#).expect("success");
        assert_eq!(success.data, json!({"id": 1}));
        assert_eq!(success.rest["count"], json!(3));
        assert_eq!(
            answer(201, r#"{"result":true}"#).expect("success").data,
            Value::Null
        );
    }

    #[test]
    fn codes_and_messages_of_any_type_are_kept() {
        let string_code = refusal(
            500,
            r#"{"result":false,"code":"50000","message":"系统异常"}"#,
        );
        assert_eq!(
            (string_code.code.as_str(), string_code.message.as_str()),
            ("50000", "系统异常")
        );
        let object = refusal(
            200,
            r#"{"result":false,"message":{"x":["Must be"]},"code":3540000}"#,
        );
        assert_eq!(
            object.fields,
            [("x".to_owned(), vec!["Must be".to_owned()])]
        );
        let bare = refusal(200, r#"{"result":false}"#);
        assert_eq!(bare.reason(), Reason::Business);
    }

    #[test]
    fn a_login_that_ended_tells_where_to_log_in() {
        let refusal = refusal(401, r#"{"login_url":"http://login/?c_url=x","width":400}"#);
        assert_eq!(refusal.login_url.as_deref(), Some("http://login/?c_url=x"));
        assert_eq!(refusal.reason(), Reason::Login);
    }

    #[test]
    fn missing_permissions_are_named() {
        let by_gateway = refusal(
            200,
            r#"{"result":false,"code":3599999,
                "message":"iam authentication exception, please check, action:flow_view"}"#,
        );
        assert_eq!(by_gateway.actions, ["flow_view"]);
        let by_web = refusal(
            499,
            r#"{"result":false,"code":9900403,"permission":{"actions":[{"id":"flow_view",
                "name":"查看流程","related_resource_types":[{"instances":[[
                {"type_name":"项目","name":"project,1"},{"type_name":"流程模板","name":"发布"}]]}]}]}}"#,
        );
        assert_eq!(by_web.actions, ["查看流程 (项目 project,1, 流程模板 发布)"]);
    }

    #[test]
    fn the_place_to_apply_for_a_permission_is_read_wherever_it_stands() {
        for body in [
            r#"{"result":false,"code":9900403,"permission":{"apply_url":"https://iam/x","actions":[]}}"#,
            r#"{"result":false,"code":9900403,"data":{"apply_url":"https://iam/x"}}"#,
            r#"{"result":false,"code":"9900403","apply_url":"https://iam/x"}"#,
        ] {
            let refusal = refusal(499, body);
            assert_eq!(
                refusal.apply_url.as_deref(),
                Some("https://iam/x"),
                "{body}"
            );
            assert_eq!(refusal.reason(), Reason::NoPermission);
        }
    }

    #[test]
    fn a_page_is_told_by_its_words() {
        let excerpt = |body: &str| match answer(502, body) {
            Err(ApiError::Unreadable(unreadable)) => unreadable.excerpt,
            other => panic!("expected no envelope, got {other:?}"),
        };
        let page = "\n<html><head><title> 502 Bad Gateway </title></head><body><h1>x</h1>";
        assert_eq!(excerpt(page), "502 Bad Gateway");
        assert_eq!(
            excerpt("<h1>Forbidden</h1><p>by rule</p>"),
            "Forbidden by rule"
        );
        assert_eq!(excerpt("This API can <only"), "This API can <only");
        assert_eq!(excerpt("<"), "");
    }

    #[test]
    fn what_is_no_envelope_is_unreadable() {
        for body in ["", "<html>", "[]", "null", "{}", r#"{"result":true"#] {
            assert!(
                matches!(answer(200, body), Err(ApiError::Unreadable(_))),
                "{body}"
            );
        }
    }

    #[test]
    fn non_finite_numbers_are_read_as_texts() {
        assert_eq!(
            parse(r#"{"a":NaN,"b":[-Infinity,Infinity,-1],"c":"NaN \" Infinity"}"#),
            Ok((
                json!({"a": "NaN", "b": ["-Infinity", "Infinity", -1], "c": "NaN \" Infinity"}),
                true
            ))
        );
        assert_eq!(parse(r#"["NaN"]"#), Ok((json!(["NaN"]), false)));
    }

    #[test]
    fn integers_of_any_size_survive() {
        let success = answer(200, r#"{"result":true,"data":90071992547409931234567890}"#);
        assert_eq!(
            success.expect("success").data.to_string(),
            "90071992547409931234567890"
        );
    }

    proptest! {
        #[test]
        fn no_body_breaks_the_reader(body in any::<String>(), tail in "[NaIinfty\"\\\\{}:,-]*") {
            let _ = answer(200, &body);
            let _ = answer(200, &tail);
        }
    }
}
