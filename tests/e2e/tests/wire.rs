//! What reaches the backend: nothing that overrides the path, no string ids of
//! schemes, no time without an offset; and what then runs.

use std::collections::HashSet;
use std::time::Duration;

use e2e::wait::until;
use e2e::{Fault, Stage, play};
use sandbox::LoggedRequest;
use serde_json::{Value, json};
use tokio::time::sleep;

const SCHEME_IDS: &str = r#"{"api": {"scheme_ids": "/api/v3/scheme/",
    "default_schemes": "/template/api/default_scheme/"}}"#;

const CLICK: &str = "x-clocked-click";

/// The names of the nodes that a task executed, in their order.
fn executed(task: &Value) -> Vec<String> {
    let nodes = task["start"]["executed_nodes"].as_array();
    let nodes = nodes.unwrap_or_else(|| panic!("did not start: {task}"));
    nodes
        .iter()
        .map(|node| node["name"].as_str().unwrap().to_owned())
        .collect()
}

fn has_offset(start: &str) -> bool {
    let (_, offset) = start.split_at(start.len() - 5);
    offset.starts_with(['+', '-']) && offset[1..].bytes().all(|byte| byte.is_ascii_digit())
}

#[test]
fn the_body_holds_nothing_that_overrides_the_path() {
    play(async |t: &Stage| {
        t.fill_release().await;
        t.review_and_send().await;
        t.page.has_heading("计划任务 #1").await;
        let creation = &t.creations()[0];
        assert_eq!(creation.path, "/api/bk-sops/prod/create_clocked_task/2/2/");
        assert_eq!(creation.query, "");
        let body = t.body_json();
        let keys: Vec<&String> = body.as_object().unwrap().keys().collect();
        assert_eq!(
            keys,
            ["scope", "task_name", "plan_start_time", "task_parameters"]
        );
        assert!(
            has_offset(body["plan_start_time"].as_str().unwrap()),
            "{body}"
        );
        assert!(
            !creation.headers.contains_key("x-bkapi-authorization"),
            "no secret in the page"
        );
    });
}

#[test]
fn every_click_has_an_id_of_its_own() {
    play(async |t: &Stage| {
        t.fill_plain().await;
        t.review_and_send().await;
        t.page.has_heading("计划任务 #1").await;
        t.page.press("再计划一个").await;
        t.page.settles().await;
        t.page.type_into("任务名称", "另一个").await;
        t.review_and_send_beside_another().await;
        t.page.has_heading("计划任务 #2").await;
        let ids = ids(t);
        assert_eq!(ids.len(), 2);
        assert_ne!(ids[0], ids[1]);
        for request in t.sandbox.requests() {
            let is_creation = request.endpoint == "create_clocked_task";
            assert_eq!(request.headers.contains_key(CLICK), is_creation);
        }
    });
}

#[test]
fn however_often_the_browser_sends_a_click_it_has_one_id() {
    play(async |t: &Stage| {
        t.fill_plain().await;
        t.faults("create_clocked_task", 20, Fault::DropBefore);
        t.review_and_send().await;
        t.page.has_heading("结果未知").await;
        let ids: HashSet<String> = ids(t).into_iter().collect();
        assert_eq!(ids.len(), 1, "{ids:?}");
    });
}

/// Of the requests to create.
fn ids(t: &Stage) -> Vec<String> {
    let id = |request: &LoggedRequest| request.headers[CLICK].clone();
    t.creations().iter().map(id).collect()
}

#[test]
fn without_a_source_of_ids_a_scheme_travels_as_its_nodes_and_starts_them() {
    play(async |t: &Stage| {
        t.fill_release().await;
        t.page.sees("之后对方案的修改不会生效").await;
        t.review_and_send().await;
        t.page.has_heading("计划任务 #1").await;
        let parameters = t.body_json()["task_parameters"].clone();
        assert_eq!(parameters.get("template_schemes_id"), None);
        assert_eq!(
            parameters["appoint_task_nodes_id"]
                .as_array()
                .unwrap()
                .len(),
            5
        );
        let task = t.sandbox.start_task(1).unwrap();
        assert_eq!(task["state"], "started");
        assert_eq!(executed(&task).len(), 5, "{task}");
    });
}

#[test]
fn with_a_source_of_ids_a_scheme_travels_as_its_integer_id_and_starts_the_same_nodes() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        t.sandbox.set_config(Some(SCHEME_IDS));
        t.fill_release().await;
        let default = page.lines(".checks label:has(.badge)").await;
        assert!(
            default.len() == 1 && default[0].starts_with("发布"),
            "{default:?}"
        );
        t.review_and_send_beside_another().await;
        page.has_heading("计划任务 #2").await;
        let body: Value = serde_json::from_str(&t.creations()[1].body).unwrap();
        assert_eq!(body["task_parameters"]["template_schemes_id"], json!([5]));
        assert_eq!(body["task_parameters"].get("appoint_task_nodes_id"), None);
        let (frozen, followed) = (t.sandbox.start_task(1), t.sandbox.start_task(2));
        assert_eq!(executed(&frozen.unwrap()), executed(&followed.unwrap()));
    });
}

#[test]
fn several_schemes_run_the_union_of_their_nodes_as_the_page_says() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.sandbox.set_config(Some(SCHEME_IDS));
        t.open_template(2).await;
        t.fill_start().await;
        page.tick("only-prep").await;
        page.tick("stop A only").await;
        page.settles().await;
        page.press("查看节点").await;
        let mut said = page.lines(".node-list:is(.runs, .always) li").await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        let body = t.body_json();
        assert_eq!(
            body["task_parameters"]["template_schemes_id"],
            json!([4, 7])
        );
        let mut ran = executed(&t.sandbox.start_task(1).unwrap());
        said.sort();
        ran.sort();
        assert_eq!(ran, said);
    });
}

#[test]
fn without_a_scheme_every_node_runs() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.open_template(2).await;
        t.fill_start().await;
        page.sees("全部 7 个节点都会执行").await;
        for (label, text) in [("服务B", "b"), ("版本", "1.0.0")] {
            page.type_into(label, text).await;
        }
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(
            t.body_json()["task_parameters"]["template_schemes_id"],
            json!([])
        );
        let task = t.sandbox.start_task(1).unwrap();
        assert_eq!(task["state"], "started");
    });
}

#[test]
fn what_an_older_path_does_not_name_travels_in_the_body() {
    play(async |t: &Stage| {
        let config =
            r#"{"api": {"create_clocked_task": "/api/bk-sops/prod/create_clocked_task/2/2/"}}"#;
        t.sandbox.set_config(Some(config));
        t.fill_release().await;
        t.review().await;
        let shown = t.page.request_json().await;
        t.send().await;
        t.page.has_heading("计划任务 #1").await;
        assert_eq!(t.body(), shown);
        assert_eq!(t.body_json()["bk_biz_id"], "2");
        assert_eq!(t.body_json()["template_id"], "2");
        for key in ["project_id", "template_name", "template_source"] {
            assert_eq!(t.body_json().get(key), None);
        }
    });
}

#[test]
fn a_tick_that_is_overtaken_by_another_does_not_bring_its_variables() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.open_template(2).await;
        t.fault("preview_task_tree", Fault::Hold);
        page.tick("发布").await;
        page.untick("发布").await;
        page.tick("only-prep").await;
        page.settles().await;
        t.requests_are("preview_task_tree", 4).await;
        // The first of them is answered now, where the page still listens.
        t.sandbox.clear_faults();
        sleep(Duration::from_millis(500)).await;
        page.sees_no("服务B").await;
        t.fill_start().await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        let body = t.body_json();
        let constants = body["task_parameters"]["constants"].as_object().unwrap();
        let keys: Vec<&String> = constants.keys().collect();
        assert_eq!(keys, ["${env}", "${operator}", "${action}"]);
    });
}

#[test]
fn while_a_tick_is_being_answered_the_page_says_so_and_nothing_can_be_sent() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.open_template(2).await;
        t.fill_start().await;
        let asked = t.requests("preview_task_tree").len();
        t.fault("preview_task_tree", Fault::Hold);
        page.tick("only-prep").await;
        t.requests_are("preview_task_tree", asked + 1).await;
        page.sees("正在读取所选方案用到的变量…").await;
        until("the panel", async || {
            match page.lines(".panel-state").await {
                state if state == ["正在读取…"] => Ok(()),
                state => Err(format!("{state:?}")),
            }
        })
        .await;
        assert!(page.has(&["textbox"], "服务B").await, "as it was till now");
        page.press("创建计划任务…").await;
        page.sees("还在读取，请稍候").await;
        assert!(!page.has(&["heading"], "请核对").await);
        page.has_no_barriers("an answer that is out").await;
        t.sandbox.clear_faults();
        page.settles().await;
        page.sees_no("正在读取所选方案用到的变量…").await;
        page.sees_no("还在读取，请稍候").await;
        assert!(
            !page.has(&["textbox"], "服务B").await,
            "the scheme needs none"
        );
        assert_eq!(t.creations(), [], "nothing was sent by itself");
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(executed(&t.sandbox.start_task(1).unwrap()), ["准备"]);
    });
}
