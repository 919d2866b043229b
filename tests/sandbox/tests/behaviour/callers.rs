//! Who asks, and what they may do.

use reqwest::Method;
use sandbox::Options;
use serde_json::json;

use crate::visitor::{CREATE, Visitor, read, task};

#[tokio::test]
async fn without_credentials_the_user_set_is_acting() {
    let visitor = Visitor::new().await;
    assert_eq!(
        read(visitor.post(CREATE, &task()).await).await["data"]["creator"],
        "alice"
    );
    let acting = json!({"user": "viewer"});
    let response = visitor
        .ask(Method::PUT, "/sandbox/user", &acting.to_string())
        .await
        .unwrap();
    assert_eq!(
        read(response).await,
        json!({"user": "viewer", "app": "app_test"})
    );
    let denied = read(visitor.post(CREATE, &task()).await).await;
    assert_eq!(denied["code"], 3599999);
    assert_eq!(
        denied["message"],
        "iam authentication exception, please check, action:flow_create_clocked_task"
    );
    visitor.sandbox.act_as("viewer", "bk_fta").unwrap();
    assert_eq!(
        read(visitor.post(CREATE, &task()).await).await["data"]["creator"],
        "viewer"
    );
    assert!(visitor.sandbox.act_as("nobody", "app_test").is_err());
}

#[tokio::test]
async fn without_a_proxy_credentials_are_needed() {
    let visitor = Visitor::with(Options {
        proxy: false,
        ..Options::default()
    })
    .await;
    let response = visitor.post(CREATE, &task()).await;
    assert_eq!(response.status(), 400);
    assert_eq!(response.headers()["x-bkapi-error-code"], "1640001");
    let schemes = "/api/v3/scheme/?project_id=1&template_id=2";
    let response = visitor.get(schemes).await;
    assert_eq!(response.status(), 302);
    let address = format!("{}{schemes}", visitor.sandbox.url());
    let script = visitor
        .client
        .get(&address)
        .header("X-Requested-With", "XMLHttpRequest");
    assert_eq!(script.send().await.unwrap().status(), 401);
    let known = visitor
        .client
        .get(&address)
        .header("Cookie", "bk_token=token-alice");
    let schemes = read(known.send().await.unwrap()).await;
    assert_eq!(schemes["data"][1]["id"], 5);
}

#[tokio::test]
async fn every_answer_names_its_trace() {
    let visitor = Visitor::new().await;
    let response = visitor.post(CREATE, &task()).await;
    let header = response.headers()["sops-trace-id"]
        .to_str()
        .unwrap()
        .to_owned();
    assert_eq!(read(response).await["trace_id"], header.as_str());
    assert_eq!(header.len(), 32);
    let address = format!("{}{CREATE}", visitor.sandbox.url());
    let chosen = visitor
        .client
        .post(address)
        .header("traceparent", "mine")
        .body(task().to_string());
    assert_eq!(read(chosen.send().await.unwrap()).await["trace_id"], "mine");
}
