//! Tasks start at their instants, and files keep them.

use std::time::Duration;

use chrono::TimeDelta;
use sandbox::Options;
use serde_json::{Value, json};

use crate::visitor::{CREATE, Visitor, read, task};

async fn settled(visitor: &Visitor, id: i64) -> Value {
    for _ in 0..200 {
        let task = visitor.sandbox.task(id).unwrap();
        if task["state"] != "not_started" {
            return task;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("task {id} has not started");
}

async fn plan(visitor: &Visitor, parameters: Value) -> i64 {
    let soon =
        (visitor.sandbox.now() + TimeDelta::milliseconds(700)).format("%Y-%m-%d %H:%M:%S%.6f+0000");
    let body = json!({"task_name": "soon", "plan_start_time": soon.to_string(), "task_parameters": parameters});
    let answer = read(visitor.post(CREATE, &body).await).await;
    assert_eq!(answer["data"]["state"], "not_started", "{answer}");
    answer["data"]["id"].as_i64().unwrap()
}

#[tokio::test]
async fn a_task_starts_at_its_instant() {
    let visitor = Visitor::new().await;
    let good = plan(
        &visitor,
        json!({"template_schemes_id": [4], "constants": {"${env}": "prod"}}),
    )
    .await;
    let bad = plan(&visitor, json!({"template_schemes_id": ["2-发布"]})).await;
    let started = settled(&visitor, good).await;
    assert_eq!(started["task_id"], 1);
    assert_eq!(started["start"]["executed_nodes"][0]["name"], "准备");
    assert_eq!(
        started["start"]["constants"],
        json!({"${env}": "prod", "${operator}": "alice", "${action}": "deploy"})
    );
    let failed = settled(&visitor, bad).await;
    assert_eq!(failed["state"], "start_failed");
    assert_eq!(
        failed["start"]["error"],
        "Field 'id' expected a number but got '2-发布'."
    );
}

#[tokio::test]
async fn a_clock_that_jumps_starts_what_is_due() {
    let visitor = Visitor::new().await;
    let body = json!({"task_name": "later", "plan_start_time": "2099-01-01 00:00:00+0800"});
    let id = read(visitor.post(CREATE, &body).await).await["data"]["id"]
        .as_i64()
        .unwrap();
    visitor
        .sandbox
        .set_clock_skew(TimeDelta::days(100 * 366))
        .unwrap();
    assert_eq!(settled(&visitor, id).await["state"], "started");
}

#[tokio::test]
async fn a_file_keeps_the_tables() {
    let place = tempfile::tempdir().unwrap();
    let options = Options {
        db: Some(place.path().join("sandbox.sqlite")),
        ..Options::default()
    };
    let first = Visitor::with(options.clone()).await;
    first.post(CREATE, &task()).await;
    drop(first);
    let second = Visitor::with(options).await;
    assert_eq!(second.count().await, 1);
    assert_eq!(
        second
            .json("/api/bk-sops/prod/get_user_project_list/")
            .await["data"]
            .as_array()
            .unwrap()
            .len(),
        4
    );
}

#[tokio::test]
async fn a_demonstration_begins_with_tasks_in_every_state() {
    let visitor = Visitor::with(Options {
        demo: true,
        ..Options::default()
    })
    .await;
    let tasks = visitor.sandbox.tasks().unwrap();
    let has = |state: &str| {
        tasks
            .as_array()
            .unwrap()
            .iter()
            .any(|task| task["state"] == state)
    };
    assert!(
        has("started") && has("start_failed") && has("not_started"),
        "{tasks}"
    );
}
