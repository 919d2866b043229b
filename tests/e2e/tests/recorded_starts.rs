//! What is planned on the page starts what the real routine started when it was
//! recorded with the same schemes and edits: the same nodes, with the same
//! constants.

use e2e::{Stage, play};
use serde_json::Value;

const RECORDED: &str = include_str!("../../sandbox/tests/start_time.jsonl");

const SCHEME_IDS: &str = r#"{"api": {"scheme_ids": "/api/v3/scheme/"}}"#;

fn recorded(run: &str) -> Value {
    let mut runs = RECORDED
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let found = runs.find(|recorded: &Value| recorded["name"] == run);
    found.unwrap_or_else(|| panic!("{run:?} is not kept"))
}

/// The template of a run as new, with its schemes ticked.
async fn open(t: &Stage, template: i64, schemes: &[&str]) {
    t.forget().await;
    t.open_template(template).await;
    t.fill_start().await;
    for scheme in schemes {
        t.page.tick(scheme).await;
    }
    t.page.settles().await;
}

/// Plans and starts what is edited on the form, without what the template
/// leaves empty and asks for. Nothing of it stays.
async fn starts_as(t: &Stage, run: &str, empty: &[&str]) {
    for label in empty {
        t.page.press_at(label, "不发送").await;
    }
    t.page.tick("只发送修改过的").await;
    t.review_and_send().await;
    t.page.has_heading("计划任务 #").await;
    let id = t.tasks()[0]["id"].as_i64().unwrap();
    let started = t.sandbox.start_task(id).unwrap();
    t.sandbox.delete_task(id).unwrap();
    let recorded = recorded(run);
    assert_eq!(started["state"], recorded["state_after_start"], "{run}");
    let nodes = started["start"]["executed_nodes"].as_array().unwrap();
    let mut nodes: Vec<&str> = nodes
        .iter()
        .map(|node| node["name"].as_str().unwrap())
        .collect();
    nodes.sort_unstable();
    assert_eq!(Value::from(nodes), recorded["executed_nodes"], "{run}");
    let constants = &started["start"]["constants"];
    assert_eq!(*constants, recorded["constants_used"], "{run}");
}

#[test]
fn the_schemes_of_a_plan_start_what_they_started_in_both_ways_of_travel() {
    play(async |t: &Stage| {
        for config in [None, Some(SCHEME_IDS)] {
            t.sandbox.set_config(config);
            for (run, schemes) in [("no schemes", &[][..]), ("int scheme", &["发布"])] {
                open(t, 2, schemes).await;
                t.page.type_into("版本", "v1.2.3").await;
                starts_as(t, run, &["服务B"]).await;
            }
            // No node of these asks for a version.
            open(t, 2, &["only-prep", "stop A only"]).await;
            starts_as(t, "two int schemes", &[]).await;
        }
    });
}

#[test]
fn an_edit_of_a_plan_reaches_the_run_as_it_did() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t, 7, &[]).await;
        page.type_into("标题", "hello").await;
        starts_as(t, "T7 subprocess", &[]).await;
        open(t, 2, &[]).await;
        page.choose("环境", "正式 (prod)").await;
        starts_as(t, "select value string", &["服务B", "版本"]).await;
        let empty = ["版本号", "密码", "远程下拉"];
        open(t, 1, &[]).await;
        page.untick("B").await;
        page.tick("C").await;
        starts_as(t, "T1 msel list", &empty).await;
        open(t, 1, &[]).await;
        page.press("添加变量").await;
        page.type_into("KEY", "${hidden_const}").await;
        page.type_into("值", "OVERRIDDEN").await;
        starts_as(t, "T1 hidden override", &empty).await;
    });
}
