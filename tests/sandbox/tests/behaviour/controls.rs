//! The controls under `/sandbox/`.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};

use crate::visitor::{CREATE, LIST, Visitor, read, task};

#[tokio::test]
async fn the_log_keeps_what_was_asked_to_the_letter() {
    let visitor = Visitor::new().await;
    let body = "{\"task_name\": \"x\",  \"n\": 9007199254740993}";
    visitor.ask(Method::POST, CREATE, body).await.unwrap();
    visitor.get(&format!("{LIST}?limit=1")).await;
    let log = visitor.json("/sandbox/requests").await;
    assert_eq!(log[0]["endpoint"], "create_clocked_task");
    assert_eq!(log[0]["body"], body);
    assert_eq!(log[1]["query"], "limit=1");
    assert_eq!(visitor.sandbox.requests()[1].status, 200);
    visitor
        .ask(Method::DELETE, "/sandbox/requests", "")
        .await
        .unwrap();
    assert_eq!(visitor.sandbox.requests(), []);
}

#[tokio::test]
async fn a_wrong_clock_is_wrong_everywhere() {
    let visitor = Visitor::new().await;
    let skew = json!({"skew_seconds": -86400});
    visitor
        .ask(Method::PUT, "/sandbox/clock", &skew.to_string())
        .await
        .unwrap();
    let yesterday = visitor.sandbox.now();
    let response = visitor.get("/").await;
    let date = response.headers()["date"].to_str().unwrap();
    let date = chrono::DateTime::parse_from_rfc2822(date).unwrap();
    assert!((date.to_utc() - yesterday).abs() < TimeDelta::seconds(5));
    let soon = (yesterday + TimeDelta::hours(1))
        .format("%Y-%m-%d %H:%M:%S+0000")
        .to_string();
    let answer = read(
        visitor
            .post(CREATE, &json!({"task_name": "x", "plan_start_time": soon}))
            .await,
    )
    .await;
    assert_eq!(answer["result"], true, "{answer}");
    assert!(
        visitor
            .sandbox
            .set_clock_skew(TimeDelta::days(4_000_000))
            .is_err()
    );
}

#[tokio::test]
async fn a_reset_brings_the_seed_back() {
    let visitor = Visitor::new().await;
    visitor.post(CREATE, &task()).await;
    visitor.sandbox.act_as("noperm", "app_test").unwrap();
    visitor.sandbox.set_config(Some("{}"));
    assert_eq!(
        visitor.post("/sandbox/reset", &Value::Null).await.status(),
        200
    );
    assert_eq!(visitor.count().await, 0);
    assert_eq!(visitor.get("/config.json").await.status(), 404);
    let created = read(visitor.post(CREATE, &task()).await).await;
    assert_eq!(created["data"]["id"], 1);
}

#[tokio::test]
async fn sandboxes_do_not_share_anything() {
    let (one, other) = (Visitor::new().await, Visitor::new().await);
    one.post(CREATE, &task()).await;
    assert_eq!((one.count().await, other.count().await), (1, 0));
    assert_ne!(one.sandbox.address(), other.sandbox.address());
}

#[tokio::test]
async fn templates_can_be_added_replaced_and_touched() {
    let visitor = Visitor::new().await;
    let constant = |index: usize| {
        json!({"key": format!("${{v{index}}}"), "name": "v", "index": index, "show_type": "show",
            "source_type": "custom", "source_info": {}, "custom_type": "input", "value": "", "schema": {"type": "string"}})
    };
    let constants: serde_json::Map<_, _> = (0..500)
        .map(|index| (format!("${{v{index}}}"), constant(index)))
        .collect();
    let inputs = (0..250)
        .map(|index| format!("${{v{index}}}"))
        .collect::<String>();
    let template = json!({
        "id": 900, "project_id": 1, "name": "huge", "schemes": [{"name": "all", "data": ["n"]}],
        "pipeline_tree": {
            "constants": constants,
            "activities": {"n": {"id": "n", "type": "ServiceActivity", "name": "n", "optional": true, "incoming": ["a"],
                "outgoing": "b", "component": {"code": "x", "data": {"i": {"value": inputs}}}}},
            "flows": {"a": {"id": "a", "source": "start", "target": "n"}, "b": {"id": "b", "source": "n", "target": "end"}},
            "end_event": {"id": "end", "incoming": ["b"], "outgoing": ""},
        },
    });
    assert_eq!(
        read(visitor.post("/sandbox/templates", &template).await).await["id"],
        900
    );
    let info = visitor
        .json("/api/bk-sops/prod/get_template_info/900/2/")
        .await;
    assert_eq!(
        info["data"]["pipeline_tree"]["constants"]
            .as_object()
            .unwrap()
            .len(),
        500
    );
    assert_eq!(
        info["data"]["pipeline_tree"]["constants"]["${v7}"]["schema"]["type"],
        "string"
    );
    let preview = read(
        visitor
            .post("/api/bk-sops/prod/preview_task_tree/2/900/", &json!({}))
            .await,
    )
    .await;
    assert_eq!(
        preview["data"]["pipeline_tree"]["constants"]
            .as_object()
            .unwrap()
            .len(),
        250
    );
    assert_eq!(
        preview["data"]["constants_not_referred"]
            .as_object()
            .unwrap()
            .len(),
        250
    );
    let nothing = json!({"exclude_task_nodes_id": ["n"]});
    let preview = read(
        visitor
            .post("/api/bk-sops/prod/preview_task_tree/2/900/", &nothing)
            .await,
    )
    .await;
    assert_eq!(preview["data"]["pipeline_tree"]["constants"], json!({}));
    let touch = json!({"editor": "bob"}).to_string();
    visitor
        .ask(Method::PUT, "/sandbox/templates/900/touch", &touch)
        .await
        .unwrap();
    let list = visitor
        .json("/api/bk-sops/prod/get_template_list/2/?id_in=900")
        .await;
    assert_eq!(list["data"][0]["editor"], "bob");
}

#[tokio::test]
async fn a_project_tells_its_own_groups_to_those_who_ask() {
    const DETAIL: &str = "/api/bk-sops/prod/get_user_project_detail";
    let visitor = Visitor::new().await;
    let groups = json!([{"id": 12, "name": "值班"}, {"id": "13", "name": null}, 7]);
    visitor
        .ask(
            Method::PUT,
            "/sandbox/projects/1/staff_groups",
            &groups.to_string(),
        )
        .await
        .unwrap();
    let told = async |path: &str| {
        let detail = visitor.json(&format!("{DETAIL}/{path}")).await;
        detail["data"].get("staff_groups").cloned()
    };
    assert_eq!(told("2/?include_staff_groups=true").await, Some(groups));
    assert_eq!(told("2/").await, None);
    let of_another = told("3/?include_staff_groups=true").await;
    assert_eq!(of_another, Some(json!([])));
    visitor.sandbox.reset().unwrap();
    assert_eq!(told("2/?include_staff_groups=true").await, Some(json!([])));
}

#[tokio::test]
async fn a_row_with_nan_makes_answers_invalid() {
    let visitor = Visitor::new().await;
    let row = r#"{"project_id": 1, "template_id": 2, "task_name": "poison", "plan_start_time": "2099-01-01 00:00:00Z",
        "task_parameters": {"constants": {"${a}": NaN}}}"#;
    let id = visitor.sandbox.add_task(row).unwrap();
    let text = visitor.get(LIST).await.text().await.unwrap();
    assert!(text.contains("{\"${a}\": NaN}"), "{text}");
    assert_eq!(
        visitor
            .get("/api/v4/clocked_task/?project_id=1&limit=1")
            .await
            .status(),
        500
    );
    assert!(visitor.sandbox.task(id).is_none());
    assert!(visitor.sandbox.task_text(id).unwrap().contains("NaN"));
}

#[tokio::test]
async fn values_come_back_as_they_were_sent() {
    let visitor = Visitor::new().await;
    let deep = "[".repeat(1015) + &"]".repeat(1015);
    for value in [
        "9007199254740993",
        "-9223372036854775809",
        "1e+16",
        "\"\\ud800\"",
        "\"\\u0000\"",
        deep.as_str(),
    ] {
        let body = format!(
            r#"{{"task_name": "x", "plan_start_time": "2099-01-01 00:00:00Z", "task_parameters": {{"a": {value}}}}}"#
        );
        let text = visitor
            .ask(Method::POST, CREATE, &body)
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        assert!(
            text.contains(&format!("\"task_parameters\": {{\"a\": {value}}}")),
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_task_can_be_taken_away() {
    let visitor = Visitor::new().await;
    let row = json!({"project_id": 1, "template_id": 2, "plan_start_time": "2099-01-01 00:00:00Z"});
    let id = visitor.sandbox.add_task(&row.to_string()).unwrap();
    let path = format!("/sandbox/tasks/{id}");
    visitor.ask(Method::DELETE, &path, "").await.unwrap();
    assert_eq!(visitor.get(&path).await.status(), 404);
    let listed = visitor.json(&format!("{LIST}?id={id}")).await;
    assert_eq!(listed["count"], 0);
}

#[tokio::test]
async fn nonsense_is_refused_in_one_line() {
    let visitor = Visitor::new().await;
    for (method, path, body) in [
        (Method::POST, "/sandbox/faults", "x"),
        (
            Method::POST,
            "/sandbox/faults",
            r#"{"endpoint": "x", "fault": {"kind": "flood"}}"#,
        ),
        (Method::PUT, "/sandbox/clock", "{}"),
        (Method::PUT, "/sandbox/clock", r#"{"skew_seconds": 1e300}"#),
        (Method::PUT, "/sandbox/user", r#"{"user": "nobody"}"#),
        (Method::POST, "/sandbox/templates", "{}"),
        (Method::PUT, "/sandbox/projects/1/staff_groups", "{}"),
        (Method::PUT, "/sandbox/projects/77/staff_groups", "[]"),
        (
            Method::POST,
            "/sandbox/templates",
            r#"{"id": 1, "project_id": 1, "pipeline_tree": []}"#,
        ),
        (
            Method::POST,
            "/sandbox/tasks",
            r#"{"project_id": 1, "template_id": 2, "plan_start_time": "soon"}"#,
        ),
        (
            Method::PUT,
            "/sandbox/templates/x/touch",
            r#"{"editor": "bob"}"#,
        ),
        (Method::GET, "/sandbox/tasks/x", ""),
    ] {
        let response = visitor.ask(method, path, body).await.unwrap();
        assert_eq!(response.status(), 400, "{path} {body}");
        let line = response.text().await.unwrap();
        assert_eq!(line.trim_end().lines().count(), 1, "{line}");
    }
    assert_eq!(visitor.get("/sandbox/tasks/77").await.status(), 404);
}
