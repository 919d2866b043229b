//! Faults on demand.

use std::time::{Duration, Instant};

use reqwest::Method;
use sandbox::Fault;
use serde_json::{Value, json};

use crate::visitor::{CREATE, Visitor, read, task};

async fn status(visitor: &Visitor) -> u16 {
    visitor.post(CREATE, &task()).await.status().as_u16()
}

#[tokio::test]
async fn a_dropped_connection_leaves_a_row_only_after_the_commit() {
    let visitor = Visitor::new().await;
    for (fault, count) in [(Fault::DropBefore, 0), (Fault::DropAfter, 1)] {
        visitor.sandbox.add_fault("create_clocked_task", 1, fault);
        assert!(
            visitor
                .ask(Method::POST, CREATE, &task().to_string())
                .await
                .is_err()
        );
        assert_eq!(visitor.count().await, count);
    }
    assert_eq!(status(&visitor).await, 200);
}

#[tokio::test]
async fn a_cut_answer_breaks_off_in_its_body() {
    let visitor = Visitor::new().await;
    visitor
        .sandbox
        .add_fault("create_clocked_task", 1, Fault::Cut { bytes: 20 });
    let response = visitor.post(CREATE, &task()).await;
    assert_eq!(response.status(), 200);
    assert!(response.content_length().unwrap() > 20);
    assert!(response.text().await.is_err());
    assert_eq!(visitor.count().await, 1);
}

#[tokio::test]
async fn a_delayed_answer_is_committed_before_the_client_gives_up() {
    let visitor = Visitor::new().await;
    visitor
        .sandbox
        .add_fault("create_clocked_task", 2, Fault::Delay { ms: 150 });
    let began = Instant::now();
    assert_eq!(status(&visitor).await, 200);
    assert!(began.elapsed() >= Duration::from_millis(150));
    let address = format!("{}{CREATE}", visitor.sandbox.url());
    let impatient = visitor
        .client
        .post(address)
        .timeout(Duration::from_millis(60))
        .body(task().to_string())
        .send();
    assert!(impatient.await.unwrap_err().is_timeout());
    assert_eq!(visitor.count().await, 2);
}

#[tokio::test]
async fn a_held_answer_is_committed_and_comes_when_the_faults_are_taken_away() {
    let visitor = Visitor::new().await;
    visitor
        .sandbox
        .add_fault("create_clocked_task", 1, Fault::Hold);
    let address = format!("{}{CREATE}", visitor.sandbox.url());
    let request = visitor.client.post(address).body(task().to_string());
    let held = tokio::spawn(request.send());
    while visitor.count().await == 0 {
        tokio::task::yield_now().await;
    }
    assert!(!held.is_finished());
    visitor.sandbox.clear_faults();
    assert_eq!(held.await.unwrap().unwrap().status(), 200);
    assert_eq!(visitor.count().await, 1);
}

#[tokio::test]
async fn any_status_may_be_answered_with_or_without_a_commit() {
    let visitor = Visitor::new().await;
    for (commit, count) in [(false, 0), (true, 1)] {
        let body = json!({
            "endpoint": "create_clocked_task",
            "fault": {
                "kind": "status", "status": 504, "body": {"code": 1650401}, "commit": commit,
                "headers": {"X-Bkapi-Error-Code": "1650401"},
            },
        });
        assert_eq!(visitor.post("/sandbox/faults", &body).await.status(), 200);
        let response = visitor.post(CREATE, &task()).await;
        assert_eq!(response.status(), 504);
        assert_eq!(response.headers()["x-bkapi-error-code"], "1650401");
        assert_eq!(read(response).await, json!({"code": 1650401}));
        assert_eq!(visitor.count().await, count);
    }
    visitor.sandbox.add_fault(
        "create_clocked_task",
        1,
        Fault::NotJson {
            body: "<html>".to_owned(),
        },
    );
    assert_eq!(
        visitor.post(CREATE, &task()).await.text().await.unwrap(),
        "<html>"
    );
    assert_eq!(visitor.count().await, 2);
}

#[tokio::test]
async fn refusals_look_like_those_of_the_platform() {
    let visitor = Visitor::new().await;
    for (fault, status, member, value) in [
        (Fault::Login, 401, "has_plain", json!(true)),
        (Fault::Permission, 200, "code", json!(3599999)),
        (Fault::PermissionWeb, 499, "code", json!(9900403)),
        (
            Fault::RateLimit {
                limit: 5000,
                reset: 17,
            },
            429,
            "code",
            json!(1642902),
        ),
        (Fault::NotUser, 400, "code", json!(1640001)),
    ] {
        visitor.sandbox.add_fault("create_clocked_task", 1, fault);
        let response = visitor.post(CREATE, &task()).await;
        assert_eq!(response.status(), status);
        if status == 429 {
            assert_eq!(response.headers()["x-bkapi-ratelimit-reset"], "17");
        }
        assert_eq!(read(response).await[member], value);
    }
    visitor
        .sandbox
        .add_fault("create_clocked_task", 1, Fault::LoginRedirect);
    let response = visitor.post(CREATE, &task()).await;
    assert_eq!(response.status(), 302);
    let login = response.headers()["location"].to_str().unwrap().to_owned();
    assert_eq!(
        visitor.client.get(login).send().await.unwrap().status(),
        200
    );
    assert_eq!(visitor.count().await, 0);
}

#[tokio::test]
async fn faults_apply_in_their_order_and_to_their_endpoint() {
    let visitor = Visitor::new().await;
    for (endpoint, times, status) in [
        ("create_clocked_task", 2, 502),
        ("get_template_list", 1, 503),
        ("*", 1, 500),
    ] {
        let fault = Fault::answer(status, Value::Null, false);
        visitor.sandbox.add_fault(endpoint, times, fault);
    }
    assert_eq!(
        visitor
            .json("/sandbox/faults")
            .await
            .as_array()
            .unwrap()
            .len(),
        3
    );
    let statuses = [
        status(&visitor).await,
        status(&visitor).await,
        status(&visitor).await,
        status(&visitor).await,
    ];
    assert_eq!(statuses, [502, 502, 500, 200]);
    visitor
        .ask(Method::DELETE, "/sandbox/faults", "")
        .await
        .unwrap();
    assert_eq!(
        visitor
            .get("/api/bk-sops/prod/get_template_list/2/")
            .await
            .status(),
        200
    );
}
