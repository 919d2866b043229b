//! What was typed, what the template gave and what it gives now: nothing typed
//! is lost between them, and where they differ it is told.

use e2e::flow::flow;
use e2e::{Stage, fill, play};
use serde_json::{Value, json};

const SEED: &str = include_str!("../../sandbox/seed/template/2.json");

/// The release template with another value for some of its constants.
fn change_defaults(t: &Stage, defaults: &[(&str, Value)]) {
    let mut template: Value = serde_json::from_str(SEED).unwrap();
    for (key, value) in defaults {
        template["pipeline_tree"]["constants"][key]["value"] = value.clone();
    }
    t.add(&template);
}

async fn read_again(t: &Stage) {
    t.review().await;
    t.page.press("重新读取流程").await;
    t.page.settles().await;
}

#[test]
fn a_default_that_changed_under_an_edit_is_told_with_both() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.type_into("服务A", "mine").await;
        change_defaults(
            t,
            &[("${svc_a}", json!("theirs")), ("${operator}", json!("bob"))],
        );
        read_again(t).await;
        page.sees("填写后，流程的默认值由“svc-a”变为“theirs”；仍使用你填写的值")
            .await;
        assert_eq!(page.value_of("服务A").await, "mine");
        assert_eq!(page.value_of("操作人").await, "bob", "nobody typed there");
        page.has_no_barriers("a changed default").await;
        // Also for a draft that was kept under the old default.
        t.open_template(fill::RELEASE).await;
        page.sees("填写后，流程的默认值由“svc-a”变为“theirs”").await;
        page.press("保留我填写的").await;
        page.sees_no("填写后，流程的默认值").await;
        t.review_and_send().await;
        page.has_heading("计划任务 #").await;
        let sent = t.body_json()["task_parameters"]["constants"].clone();
        assert_eq!(sent["${svc_a}"], "mine");
        assert_eq!(sent["${operator}"], "bob");
    });
}

#[test]
fn a_template_that_was_edited_since_has_its_variables_drawn_anew_by_a_tick() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.open_template(fill::RELEASE).await;
        page.choose("环境", "正式 (prod)").await;
        page.type_into("服务A", "mine").await;
        let mut template: Value = serde_json::from_str(SEED).unwrap();
        let constants = &mut template["pipeline_tree"]["constants"];
        constants["${svc_a}"]["name"] = json!("首个服务");
        constants["${env}"]["value"]["items_text"] =
            json!(r#"[{"text": "测试", "value": "test"}, {"text": "预发", "value": "stage"}]"#);
        t.add(&template);
        page.tick("发布").await;
        assert_eq!(page.value_of("首个服务").await, "mine");
        page.is_refused_at("环境", "不在可选项里").await;
        page.choose("环境", "预发 (stage)").await;
        t.fill_start().await;
        page.type_into("服务B", "svc-b").await;
        page.type_into("版本", "2.4.1").await;
        let sent = t.sent_as_shown().await;
        assert_eq!(sent["${env}"], "stage");
        assert_eq!(sent["${svc_a}"], "mine");
    });
}

#[test]
fn the_last_tick_is_undone_with_the_edits_that_it_set_aside() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.type_into("服务A", "mine").await;
        let typed = page.typed().await;
        page.press("清空").await;
        page.settles().await;
        page.tick("only-prep").await;
        page.settles().await;
        page.sees("${svc_a}").await;
        assert!(!page.has(&["textbox"], "服务A").await);
        page.press("撤销上一次勾选").await;
        page.settles().await;
        assert!(!page.is_ticked("only-prep").await);
        page.tick("发布").await;
        page.settles().await;
        assert_eq!(page.typed().await, typed);
        page.press("全选").await;
        page.settles().await;
        page.press("撤销上一次勾选").await;
        page.settles().await;
        assert_eq!(page.typed().await, typed);
    });
}

#[test]
fn who_uses_a_variable_is_told_and_gone_to() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.press_at("版本", "引用关系").await;
        page.sees("被参数使用").await;
        assert_eq!(page.lines(".uses dt").await, ["被参数使用", "被步骤使用"]);
        assert_eq!(page.lines(".uses dd").await, ["${pkg}", "发布"]);
        page.has_no_barriers("uses of a variable").await;
        // As the values are now.
        page.type_into("服务A", "${version}").await;
        page.sees("${svc_a}").await;
        page.press("${svc_a}").await;
        page.focus_is_named("服务A").await;
        page.press_at("环境", "引用关系").await;
        page.sees("准备").await;
    });
}

#[test]
fn a_value_goes_to_the_json_editor_and_back_to_its_control() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.type_into("服务A", "a \"b\"").await;
        page.press_at("服务A", "以 JSON 编辑").await;
        assert_eq!(page.value_of("服务A").await, "\"a \\\"b\\\"\"");
        page.type_into("服务A", "\"c\"").await;
        page.press_at("服务A", "用表单编辑").await;
        assert_eq!(page.value_of("服务A").await, "c");
        // What its control cannot hold stays in the editor.
        page.press_at("服务A", "以 JSON 编辑").await;
        page.type_into("服务A", "{\"a\": 0}").await;
        page.press_at("服务A", "更多").await;
        assert!(!page.text().await.contains("用表单编辑"));
        assert_eq!(page.value_of("服务A").await, "{\"a\": 0}");
    });
}

/// As many steps, every second of which a scheme names.
fn add_long_flow(t: &Stage, steps: usize) {
    let names: Vec<String> = (0..steps).map(|n| format!("步骤 {n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let half: Vec<String> = (0..steps).step_by(2).map(|n| format!("node{n}")).collect();
    let mut template = flow(902, "很长的流程", &names, &[]);
    template["schemes"] = json!([{"name": "一半", "data": half}]);
    t.add(&template);
}

#[test]
fn a_scheme_of_very_many_nodes_runs_exactly_those() {
    play(async |t: &Stage| {
        let page = &t.page;
        add_long_flow(t, 2000);
        t.open_template(902).await;
        t.fill_start().await;
        page.tick("一半").await;
        page.settles().await;
        t.review_and_send().await;
        page.has_heading("计划任务 #").await;
        let sent = t.body_json()["task_parameters"]["appoint_task_nodes_id"].clone();
        let half: Vec<String> = (0..2000).step_by(2).map(|n| format!("node{n}")).collect();
        assert_eq!(sent, json!(half));
        let id = t.tasks()[0]["id"].as_i64().unwrap();
        let started = t.sandbox.start_task(id).unwrap();
        let nodes = started["start"]["executed_nodes"].as_array().unwrap();
        assert_eq!(nodes.len(), 1000);
    });
}
