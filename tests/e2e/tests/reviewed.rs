//! What the review says of the request: which schemes, how many nodes and
//! which variables, in the same numbers as the panel beside the form.

use e2e::flow::{constant, flow};
use e2e::{Stage, play};
use serde_json::json;

const FLOW: i64 = 907;

/// What the open review says of something.
async fn told(t: &Stage, term: &str) -> String {
    let facts = t.page.pairs("dialog .facts").await;
    let fact = facts.into_iter().find(|(own, _)| own == term);
    fact.unwrap_or_else(|| panic!("a line about {term}")).1
}

#[test]
fn an_added_variable_counts_as_much_in_the_review_as_in_the_panel() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.press("添加变量").await;
        page.type_into_added(0, "KEY", "${extra}").await;
        page.type_into_added(0, "值", "x").await;
        let counted = |text: &str| -> Vec<String> {
            let lines = text.lines().filter(|line| line.contains("个，其中修改"));
            lines
                .map(|line| line.trim_start_matches("参数 — ").to_owned())
                .collect()
        };
        page.sees("个，其中修改").await;
        let panel = counted(&page.text().await);
        t.review().await;
        let rows = page.lines("dialog tbody tr").await;
        let row = rows.iter().find(|row| row.contains("${extra}"));
        let row = row.expect("a row of the added variable");
        assert!(row.contains("流程里没有变量 ${extra}"), "{row}");
        let review = page.lines("dialog h3").await;
        let review: Vec<String> = review.iter().flat_map(|line| counted(line)).collect();
        assert_eq!(review, panel);
        t.send().await;
        page.has_heading("计划任务 #1").await;
        let body = t.body_json();
        let sent = body["task_parameters"]["constants"].as_object();
        let sent = sent.expect("an object").len();
        assert!(review[0].contains(&format!("发送 {sent} 个")), "{review:?}");
    });
}

#[test]
fn the_ticked_schemes_are_named_with_how_much_of_the_flow_they_run() {
    play(async |t: &Stage| {
        let page = &t.page;
        let mut template = flow(FLOW, "分区发布", &["一区", "二区", "三区", "总结"], &[]);
        template["pipeline_tree"]["activities"]["node3"]["optional"] = json!(false);
        template["schemes"] = json!([
            {"id": 901, "name": "灰度", "data": ["node0"]},
            {"id": 902, "name": "全量\u{202e}", "data": ["node0", "node1"]},
        ]);
        t.add(&template);
        t.open_template(FLOW).await;
        t.fill_start().await;
        t.review().await;
        let facts = page.pairs("dialog .facts").await;
        assert!(
            facts.iter().all(|(term, _)| term != "执行方案"),
            "{facts:?}"
        );
        page.press("返回修改").await;
        page.tick("灰度").await;
        page.tick("全量").await;
        page.settles().await;
        t.review().await;
        let schemes = told(t, "执行方案").await;
        assert!(
            schemes.contains("灰度") && schemes.contains("全量"),
            "{schemes}"
        );
        assert!(schemes.contains("执行 3 个节点，跳过 1 个"), "{schemes}");
        let nodes = told(t, "节点").await;
        assert!(
            nodes.contains("一区、二区、总结"),
            "with what always runs: {nodes}"
        );
    });
}

#[test]
fn the_keys_that_are_left_out_are_named() {
    play(async |t: &Stage| {
        let page = &t.page;
        let text = |key: &str, name: &str| constant(key, name, "input", &json!("same"));
        let constants = [text("${a}", "甲"), text("${b}", "乙"), text("${c}", "丙")];
        t.add(&flow(FLOW, "三个变量", &["步骤"], &constants));
        t.open_template(FLOW).await;
        t.fill_start().await;
        page.type_into_variable("乙", "mine").await;
        page.tick("只发送修改过的").await;
        t.review().await;
        page.sees("2 个不发送，启动时取流程里的值").await;
        page.sees("${a} ${c}").await;
        t.send().await;
        page.has_heading("计划任务 #1").await;
        let constants = &t.body_json()["task_parameters"]["constants"];
        assert_eq!(*constants, json!({"${b}": "mine"}));
    });
}

/// The backend takes it, and a copied task may hold it; it is told all the same.
#[test]
fn a_text_in_json_that_is_no_number_is_told_at_its_field_and_in_the_review() {
    play(async |t: &Stage| {
        let page = &t.page;
        let number = constant("${n}", "数量", "int", &json!(3));
        t.add(&flow(FLOW, "一个整数", &["步骤"], &[number]));
        t.open_template(FLOW).await;
        t.fill_start().await;
        page.press_at("数量", "以 JSON 编辑").await;
        page.type_into_variable("数量", "\"abc\"").await;
        page.sees("请填整数").await;
        t.review().await;
        let rows = page.lines("dialog tbody tr").await;
        assert!(rows[0].contains("请填整数"), "{rows:?}");
        t.send().await;
        page.has_heading("计划任务 #1").await;
        let constants = &t.body_json()["task_parameters"]["constants"];
        assert_eq!(*constants, json!({"${n}": "abc"}));
    });
}
