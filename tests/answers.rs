//! Answers are hostile: recorded ones of every endpoint that the page reads,
//! changed at random in their text, their shape and their status. Each ends in
//! a value or in an error that names the place, and nothing panics.
//!
//! `CLOCKED_SEED` and `CLOCKED_MUTATIONS` choose others; a failure names both
//! its seed and the changed answer.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test's own data is as it should be")]

#[path = "answers/mutate.rs"]
mod mutate;

use clocked::api::ApiError;
use clocked::api::answers;
use clocked::api::envelope::{Answer, parse};
use clocked::text::Lang;
use clocked::text::failure::explain;
use fastrand::Rng;
use mutate::{mutated, status};
use serde_json::{Value, json};

/// For each endpoint.
const MUTATIONS: u64 = 100_000;
const SEED: u64 = 1_795_000_000;

struct Recorded {
    status: u16,
    body: String,
}

fn recorded(endpoint: &str) -> Vec<Recorded> {
    let lines = include_str!("answers/recorded.jsonl").lines();
    let lines = lines.map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines
        .filter(|line| line["endpoint"] == endpoint)
        .map(|line| Recorded {
            status: line["status"].as_u64().unwrap().try_into().unwrap(),
            body: line["body"].as_str().unwrap().to_owned(),
        })
        .collect()
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().expect(name))
}

/// Feeds changed answers of an endpoint to its reader. Both outcomes have to
/// come up: a reader that refuses everything would pass otherwise.
fn withstands<T>(endpoint: &str, read: impl Fn(&Answer) -> Result<T, ApiError>) {
    let all = recorded(endpoint);
    assert!(!all.is_empty(), "no recording of {endpoint}");
    let seed = number("CLOCKED_SEED", SEED);
    let (mut values, mut errors) = (0, 0);
    for at in 0..number("CLOCKED_MUTATIONS", MUTATIONS) {
        let mut chance = Rng::with_seed(seed.wrapping_add(at));
        let recorded = &all[chance.usize(..all.len())];
        let answer = Answer {
            status: status(recorded.status, &mut chance),
            body: mutated(&recorded.body, &mut chance),
            ..Answer::default()
        };
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| read(&answer)));
        let here = || format!("{endpoint}, CLOCKED_SEED={}: {answer:?}", seed + at);
        match outcome {
            Ok(Ok(_)) => values += 1,
            Ok(Err(error)) => {
                errors += 1;
                if let Err(why) = is_named(&error, &answer) {
                    panic!("{why}, of {}", here());
                }
            }
            Err(_) => panic!("a panic at {}", here()),
        }
    }
    println!("{endpoint}: {values} values, {errors} errors");
    assert!(
        values > 0 && errors > 0,
        "{endpoint}: {values} and {errors}"
    );
}

/// Whether an error says what a person needs: in words, and where the answer
/// could not be read the place, which then really holds something else.
fn is_named(error: &ApiError, answer: &Answer) -> Result<(), String> {
    for lang in [Lang::ZH, Lang::EN] {
        if explain(lang, error).title.is_empty() {
            return Err(format!("no words for {error:?}"));
        }
    }
    let unreadable = match error {
        ApiError::Refused(_) => return Ok(()),
        ApiError::Unreadable(unreadable) => unreadable,
        other => return Err(format!("{other:?} of an answer that was there")),
    };
    let body = parse(&answer.body).map(|(value, _)| value);
    let is_wrong = match (unreadable.path.as_str(), body) {
        ("", body) => !matches!(body, Ok(Value::Object(_))),
        (path, Ok(body)) => is_wrong(path, value_at(&body, path), &unreadable.cause),
        (_, Err(_)) => false,
    };
    match is_wrong {
        true => Ok(()),
        false => Err(format!("{} at {:?}", unreadable.cause, unreadable.path)),
    }
}

/// The value at a path such as `data[3].texts[0]`.
fn value_at<'a>(body: &'a Value, path: &str) -> Option<&'a Value> {
    let path = path.replace('[', ".").replace(']', "");
    let mut steps = path.split('.');
    steps.try_fold(body, |value, step| match value {
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        other => other.get(step),
    })
}

fn is_wrong(path: &str, value: Option<&Value>, cause: &str) -> bool {
    match cause {
        "expected true or false" => !value.is_some_and(Value::is_boolean),
        "expected an integer" => !value.is_some_and(Value::is_i64),
        "expected a text" => !value.is_some_and(Value::is_string),
        "expected a list" => !value.is_some_and(Value::is_array),
        "expected an object" => !value.is_some_and(Value::is_object),
        "missing or of another type" if path.ends_with("pipeline_tree") => {
            !value.is_some_and(Value::is_object)
        }
        "missing or of another type" => !value.is_some_and(Value::is_i64),
        _ => false,
    }
}

#[test]
fn projects_withstand() {
    withstands("get_user_project_list", answers::projects);
}

#[test]
fn staff_groups_withstand() {
    withstands("get_user_project_detail", answers::staff_groups);
}

/// An answer with these groups.
fn staff(groups: &str) -> Answer {
    Answer {
        status: 200,
        body: format!(
            r#"{{"result": true, "data": {{"project_id": 1, "staff_groups": {groups}}}}}"#
        ),
        ..Answer::default()
    }
}

#[test]
fn a_staff_group_is_chosen_by_its_name_and_sent_by_its_id() {
    let answer = staff(
        r#"[{"id": 12, "name": "值班", "members": "alice,bob"}, {"id": 9007199254740993, "name": ""},
            {"id": "13", "name": "by text"}]"#,
    );
    let groups = answers::staff_groups(&answer).unwrap();
    let groups: Vec<(&str, String)> = groups
        .iter()
        .map(|group| (group.label.as_str(), group.value.to_string()))
        .collect();
    let expected = [
        ("值班", "12"),
        ("", "9007199254740993"),
        ("by text", r#""13""#),
    ];
    assert_eq!(groups, expected.map(|(name, id)| (name, id.to_owned())));
}

#[test]
fn a_staff_group_without_a_name_or_an_id_is_left_out() {
    for group in [
        r#"{"name": "no id"}"#,
        r#"{"id": null, "name": "no id"}"#,
        r#"{"id": [12], "name": "a list for an id"}"#,
        r#"{"id": {"id": 12}, "name": "an object for an id"}"#,
        r#"{"id": true, "name": "a flag for an id"}"#,
        r#"{"id": 12}"#,
        r#"{"id": 12, "name": null}"#,
        r#"{"id": 12, "name": 12}"#,
        r#"["id", "name"]"#,
        "12",
        "null",
    ] {
        let groups = format!(r#"[{group}, {{"id": 7, "name": "good"}}]"#);
        let read = answers::staff_groups(&staff(&groups)).unwrap();
        let names: Vec<&str> = read.iter().map(|group| group.label.as_str()).collect();
        assert_eq!(names, ["good"], "{group}");
    }
    for groups in ["null", "{}", "12", r#""12""#] {
        assert_eq!(
            answers::staff_groups(&staff(groups)).unwrap(),
            [],
            "{groups}"
        );
    }
}

#[test]
fn templates_withstand() {
    withstands("get_template_list", answers::templates);
}

#[test]
fn a_template_withstands() {
    withstands("get_template_info", |answer| {
        answers::template(answer.clone())?.read()
    });
}

#[test]
fn schemes_withstand() {
    withstands("get_template_schemes", answers::schemes);
}

#[test]
fn ids_of_schemes_withstand() {
    withstands("scheme_list", answers::scheme_ids);
}

#[test]
fn default_schemes_withstand() {
    withstands("default_scheme", answers::default_schemes);
}

#[test]
fn remaining_constants_withstand() {
    withstands("preview_task_tree", answers::remaining);
}

#[test]
fn a_created_task_withstands() {
    withstands("create_clocked_task", answers::created);
}

/// What the page takes from a task is read as well.
#[test]
fn tasks_withstand() {
    withstands("get_clocked_task_list", |answer| {
        let listed = answers::tasks(answer)?;
        for task in &listed.tasks {
            let start = task.instant("plan_start_time");
            let ids = (task.id(), task.task_id(), task.template_id());
            let names_by_text = task.names_schemes_by_text();
            std::hint::black_box((start, ids, task.state(), names_by_text));
            std::hint::black_box(task.updated(task));
        }
        Ok(listed)
    });
}

/// Every type of variable and every form, as the sandbox seeds them.
#[test]
fn variables_of_every_type_withstand() {
    let seeds = [
        include_str!("sandbox/seed/template/1.json"),
        include_str!("sandbox/seed/template/forms.json"),
    ];
    let constants: Vec<(String, Value)> = seeds
        .into_iter()
        .flat_map(|seed| {
            let seed: Value = serde_json::from_str(seed).unwrap();
            seed["pipeline_tree"]["constants"]
                .as_object()
                .unwrap()
                .clone()
        })
        .collect();
    let seed = number("CLOCKED_SEED", SEED);
    for at in 0..number("CLOCKED_MUTATIONS", MUTATIONS) {
        let mut chance = Rng::with_seed(seed.wrapping_add(at));
        let (key, constant) = &constants[chance.usize(..constants.len())];
        let data = json!({"pipeline_tree": {"constants": {key.as_str(): constant}}});
        let body = json!({"result": true, "data": data}).to_string();
        let answer = Answer {
            status: 200,
            body: mutated(&body, &mut chance),
            ..Answer::default()
        };
        if let Err(error) = answers::remaining(&answer) {
            is_named(&error, &answer).unwrap_or_else(|why| panic!("{why}, of {answer:?}"));
        }
    }
}
