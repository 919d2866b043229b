//! What two answers must have in common.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::exchange::{Exchange, Replayed, parse};

/// The first thing in which the sandbox's answer differs from the recorded one.
pub fn disagreement(exchange: &Exchange, replayed: &Replayed) -> Option<String> {
    let recorded = match &exchange.response {
        Value::String(text) => finite(text),
        value => Some(value.clone()),
    };
    let own = finite(&replayed.text);
    let facts = [
        (
            "status",
            exchange.status.to_string(),
            replayed.status.to_string(),
        ),
        (
            "JSON",
            recorded.is_some().to_string(),
            own.is_some().to_string(),
        ),
        (
            "result",
            member(&recorded, "result"),
            member(&own, "result"),
        ),
        ("code", member(&recorded, "code"), member(&own, "code")),
        ("fields", failing_fields(&recorded), failing_fields(&own)),
        ("keys of data", keys_of_data(&recorded), keys_of_data(&own)),
    ];
    let (name, theirs, ours) = facts.into_iter().find(|(_, theirs, ours)| theirs != ours)?;
    let start: String = replayed.text.chars().take(200).collect();
    Some(format!("{name} was {theirs}, is {ours}: {start}"))
}

/// JSON, in which NaN and infinities count as null.
fn finite(text: &str) -> Option<Value> {
    parse(text).or_else(|| {
        let mut text = text.to_owned();
        for before in [": ", "[", ", ", ":"] {
            for word in ["NaN", "-Infinity", "Infinity"] {
                text = text.replace(&format!("{before}{word}"), &format!("{before}null"));
            }
        }
        parse(&text)
    })
}

fn member(answer: &Option<Value>, name: &str) -> String {
    let value = answer.as_ref().and_then(|answer| answer.get(name));
    value.map_or_else(|| "absent".to_owned(), Value::to_string)
}

/// The names of the fields: of the Python repr or the object in `message`, or, where the web
/// answers, in `data`.
fn failing_fields(answer: &Option<Value>) -> String {
    let failed = answer
        .as_ref()
        .filter(|answer| answer.get("result") == Some(&Value::Bool(false)));
    let names: BTreeSet<String> = match failed.and_then(|answer| answer.get("message")) {
        Some(Value::Object(fields)) => fields.keys().cloned().collect(),
        Some(Value::String(message)) => {
            let before = message.split("': [ErrorDetail(").collect::<Vec<_>>();
            before
                .iter()
                .rev()
                .skip(1)
                .filter_map(|part| part.rsplit('\'').next())
                .map(str::to_owned)
                .collect()
        }
        _ => BTreeSet::new(),
    };
    format!("{names:?}")
}

fn keys_of_data(answer: &Option<Value>) -> String {
    let mut data = answer.as_ref().and_then(|answer| answer.get("data"));
    if let Some(Value::Array(items)) = data {
        data = items.first();
    }
    match data {
        Some(Value::Object(members)) => format!("{:?}", members.keys().collect::<BTreeSet<_>>()),
        Some(_) => "none".to_owned(),
        None => "no data".to_owned(),
    }
}
