//! Two schemes with one name, which bk-sops allows: the one that is ticked is
//! the one that runs, whichever way it travels and comes back.

use e2e::flow::flow;
use e2e::stage::{WITHOUT_CLIPBOARD, play_after};
use e2e::wait::until;
use e2e::{Stage, play};
use serde_json::{Value, json};

const FLOW: i64 = 906;
const STEPS: [&str; 4] = ["一区", "二区", "三区", "四区"];

/// The twins, as they are told apart on the form.
const FIRST: &str = "灰度 1 个节点 一区";
const SECOND: &str = "灰度 2 个节点 二区、三区";

const SCHEME_IDS: &str = r#"{"api": {"scheme_ids": "/api/v3/scheme/"}}"#;

/// With a source of integer ids, or without one; the second twin is ticked.
async fn tick_second(t: &Stage, config: Option<&str>) {
    let mut template = flow(FLOW, "分区发布", &STEPS, &[]);
    template["schemes"] = json!([
        {"id": 901, "name": "灰度", "data": ["node0"]},
        {"id": 902, "name": "灰度", "data": ["node1", "node2"]},
        {"id": 903, "name": "其余", "data": ["node3"]},
    ]);
    t.add(&template);
    t.sandbox.set_config(config);
    t.open_template(FLOW).await;
    t.fill_start().await;
    t.page.tick(SECOND).await;
    t.page.settles().await;
}

async fn only_second_is_ticked(t: &Stage) {
    let page = &t.page;
    until("the second to be ticked", async || {
        match page.is_ticked(SECOND).await {
            true => Ok(()),
            false => Err(page.text().await),
        }
    })
    .await;
    assert!(!page.is_ticked(FIRST).await);
    assert!(!page.is_ticked("其余").await);
}

/// What the open review says of the nodes.
async fn reviewed(t: &Stage) -> String {
    let facts = t.page.pairs("dialog .facts").await;
    let nodes = facts.into_iter().find(|(term, _)| term == "节点");
    nodes.expect("a line about the nodes").1
}

/// Sends and starts: what travelled, and the steps that ran.
async fn ran(t: &Stage) -> (Value, Value) {
    t.send().await;
    t.page.has_heading("计划任务 #1").await;
    let task = t.sandbox.start_task(1).unwrap();
    assert_eq!(task["state"], "started", "{task}");
    let nodes = task["start"]["executed_nodes"].as_array().unwrap();
    let names = nodes.iter().map(|node| node["name"].clone()).collect();
    let mut travelled = t.body_json()["task_parameters"].clone();
    travelled.as_object_mut().unwrap().shift_remove("constants");
    (travelled, names)
}

#[test]
fn without_ids_the_nodes_of_the_ticked_twin_travel_and_run() {
    play(async |t: &Stage| {
        tick_second(t, None).await;
        t.review().await;
        let told = reviewed(t).await;
        assert!(told.starts_with("二区、三区"), "{told}");
        assert!(!told.contains("一区"), "{told}");
        let travels = json!({"appoint_task_nodes_id": ["node1", "node2"]});
        assert_eq!(ran(t).await, (travels, json!(["二区", "三区"])));
    });
}

#[test]
fn with_ids_the_id_of_the_ticked_twin_travels_and_its_nodes_run() {
    play(async |t: &Stage| {
        tick_second(t, Some(SCHEME_IDS)).await;
        t.review().await;
        let told = reviewed(t).await;
        assert!(told.starts_with("灰度 (902)"), "{told}");
        assert!(!told.contains("901"), "{told}");
        let travels = json!({"template_schemes_id": [902]});
        assert_eq!(ran(t).await, (travels, json!(["二区", "三区"])));
    });
}

#[test]
fn a_draft_brings_the_ticked_twin_back() {
    play(async |t: &Stage| {
        for config in [None, Some(SCHEME_IDS)] {
            t.forget().await;
            tick_second(t, config).await;
            t.page.type_into("任务名称", "灰度发布").await;
            until("the draft to be kept", async || {
                let kept = t.page.run("return JSON.stringify(localStorage)", &[]).await;
                match kept.as_str().is_some_and(|kept| kept.contains("灰度发布")) {
                    true => Ok(()),
                    false => Err(kept.to_string()),
                }
            })
            .await;
            t.page.driver.refresh().await.expect("it reloads");
            t.page.settles().await;
            t.page.sees("已恢复之前填写的内容").await;
            only_second_is_ticked(t).await;
        }
    });
}

/// The link of the form, opened as in another browser; what it left out is told
/// before.
async fn open_own_link(t: &Stage, left_out: &str) {
    let page = &t.page;
    page.press("复制此表单的链接").await;
    page.sees(left_out).await;
    let script = "return document.querySelector('textarea.by-hand').value";
    let link = page.run(script, &[]).await;
    let link = link.as_str().expect("a link").to_owned();
    t.forget().await;
    let link = link.replacen('?', "?lang=zh&", 1);
    page.driver.goto(link).await.expect("it opens");
    page.settles().await;
}

#[test]
fn a_link_names_the_ticked_twin_by_its_id() {
    play_after(WITHOUT_CLIPBOARD, async |t: &Stage| {
        tick_second(t, Some(SCHEME_IDS)).await;
        open_own_link(t, "").await;
        only_second_is_ticked(t).await;
    });
}

#[test]
fn without_ids_a_link_leaves_the_twins_out_and_says_so() {
    play_after(WITHOUT_CLIPBOARD, async |t: &Stage| {
        let page = &t.page;
        tick_second(t, None).await;
        page.tick("其余").await;
        page.settles().await;
        open_own_link(t, "链接不包含：灰度").await;
        assert!(!page.is_ticked(FIRST).await);
        assert!(!page.is_ticked(SECOND).await);
        assert!(page.is_ticked("其余").await, "its name is its own");
    });
}
