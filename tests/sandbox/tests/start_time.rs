//! Replays the recorded runs of the real start routine and compares what ran, with which
//! constants, and why nothing did. Some of them are kept here; all are where
//! `../shared/contract/start_time.jsonl` lies beside the workspace.

#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::path::Path;

use sandbox::{Options, Running, Sandbox};
use serde_json::{Value, json};

const KEPT: &str = include_str!("start_time.jsonl");

/// All runs that are there. Where those beside the workspace are not, it is said also of a test
/// that passes.
fn recorded() -> Vec<Value> {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/contract/start_time.jsonl");
    let read = |text: &str| -> Vec<Value> {
        let lines = text.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let kept = read(KEPT);
    let Ok(text) = std::fs::read_to_string(&file) else {
        let words = "only the kept runs are replayed";
        let _ = writeln!(
            std::io::stderr(),
            "NOT RUN: there is no {}, {words}",
            file.display()
        );
        return kept;
    };
    let all = read(&text);
    for run in kept {
        assert!(all.contains(&run), "kept as it was recorded: {run}");
    }
    all
}

/// What a run was recorded for, where it says so in its name only.
fn template(name: &str) -> (i64, i64) {
    match name {
        "deleted template" => (5, 1),
        "template of other project" => (6, 1),
        _ if name.starts_with("T1 ") => (1, 1),
        _ if name.starts_with("T4 ") => (4, 1),
        _ if name.starts_with("T7 ") => (7, 1),
        _ => (2, 1),
    }
}

#[tokio::test]
async fn starts_as_the_real_routine_did() {
    let running = Sandbox::start(Options {
        start_tasks: false,
        ..Options::default()
    })
    .await
    .unwrap();
    let runs = recorded();
    // Without its check for schemes that do not exist, the choice of schemes is no part of
    // starting a clocked task.
    let (unchecked, runs): (Vec<_>, Vec<_>) = runs
        .iter()
        .partition(|run| run["check_schemes_exist"] == json!(false));
    for run in &runs {
        if run["name"] == "direct" {
            choose_schemes(&running, run)
        } else {
            start(&running, run)
        }
    }
    println!(
        "{} runs agree, {} are of no clocked task",
        runs.len(),
        unchecked.len()
    );
}

fn start(running: &Running, run: &Value) {
    let name = run["name"].as_str().unwrap();
    let (template_id, project_id) = template(name);
    let parameters = &run["task_parameters"];
    let started = start_with(running, name, template_id, project_id, parameters);
    assert_eq!(
        started["state"], run["state_after_start"],
        "{name}: {started}"
    );
    assert_eq!(
        started["task_id"].is_null(),
        run["task_id"].is_null(),
        "{name}"
    );
    let result = &started["start"];
    match run["error_message"].as_array().unwrap().first() {
        Some(message) => assert_eq!(&result["error"], message, "{name}"),
        None => {
            assert_eq!(result["error"], Value::Null, "{name}");
            assert_eq!(names(result), texts(&run["executed_nodes"]), "{name}");
            assert_eq!(result["constants"], run["constants_used"], "{name}");
            let with_meta = run
                .get("constants_with_meta")
                .cloned()
                .unwrap_or_else(|| json!([]));
            assert_eq!(result["constants_with_meta"], with_meta, "{name}");
        }
    }
    if let Some(recorded) = run["task_name"].as_str() {
        let own = result["task_name"].as_str().unwrap();
        assert_eq!(
            own.chars().count(),
            recorded.chars().count(),
            "{name}: {own}"
        );
    }
}

/// Runs of the choice of schemes alone.
fn choose_schemes(running: &Running, run: &Value) {
    let parameters = json!({ "template_schemes_id": run["scheme_id_list"] });
    let started = start_with(running, "direct", 2, 1, &parameters);
    let recorded = run["result"].as_str().unwrap();
    match recorded.split_once("Error: ") {
        Some((_, message)) => assert_eq!(started["start"]["error"], message, "{run}"),
        None => {
            let nodes = [
                ("prep", "准备"),
                ("stopA", "停服A"),
                ("stopB", "停服B"),
                ("wait", "等待"),
                ("deploy", "发布"),
                ("rollback", "回滚"),
                ("confirm", "人工确认"),
            ];
            let excluded = |node: &str| recorded.contains(&format!("'{node}'"));
            let mut left: Vec<_> = nodes
                .iter()
                .filter(|(node, _)| !excluded(node))
                .map(|(_, name)| (*name).to_owned())
                .collect();
            left.sort();
            assert_eq!(names(&started["start"]), left, "{run}");
        }
    }
}

fn start_with(
    running: &Running,
    name: &str,
    template_id: i64,
    project_id: i64,
    parameters: &Value,
) -> Value {
    let task_name = match name {
        "name of 128 chars" => "n".repeat(128),
        "name of 114 chars" => "n".repeat(114),
        _ => "st".to_owned(),
    };
    let task = json!({
        "task_name": task_name,
        "project_id": project_id,
        "template_id": template_id,
        "plan_start_time": "2099-01-01 00:00:00+0800",
        "task_parameters": parameters,
    });
    let id = running.add_task(&task.to_string()).unwrap();
    running.start_task(id).unwrap()
}

fn names(result: &Value) -> Vec<String> {
    let mut names: Vec<_> = result["executed_nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["name"].as_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

fn texts(list: &Value) -> Vec<String> {
    let mut texts: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|text| text.as_str().unwrap().to_owned())
        .collect();
    texts.sort();
    texts
}
