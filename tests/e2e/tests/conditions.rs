//! Conditions that hide a variable: any of them suffices, and values are equal
//! as JSON is. What they hide keeps what was typed and is still sent.

use e2e::flow::{constant, flow};
use e2e::wait::until;
use e2e::{Stage, play};
use serde_json::{Value, json};

const TEMPLATE: i64 = 909;

fn hidden_if(own: Value, conditions: &[(&str, &str, Value)]) -> Value {
    let conditions = conditions.iter().map(
        |(key, operator, value)| json!({"constant_key": key, "operator": operator, "value": value}),
    );
    let mut own = own;
    own["is_condition_hide"] = json!("true");
    own["hide_condition"] = conditions.collect();
    own
}

fn template() -> Value {
    let input = |key: &str, name: &str| constant(key, name, "input", &json!(name));
    let if_any = [
        ("${mode}", "=", json!("full")),
        ("${count}", "!=", json!(5)),
    ];
    let constants = [
        constant("${mode}", "模式", "input", &json!("simple")),
        constant("${count}", "数量", "int", &json!(5)),
        hidden_if(input("${any}", "任一条件"), &if_any),
        hidden_if(
            input("${number}", "等于数字"),
            &[("${count}", "=", json!(5))],
        ),
        hidden_if(
            input("${text}", "等于文本"),
            &[("${count}", "=", json!("5"))],
        ),
        hidden_if(
            input("${absent}", "没有的变量"),
            &[("${nothing}", "!=", json!("x"))],
        ),
    ];
    flow(TEMPLATE, "按条件隐藏", &["执行"], &constants)
}

/// The labels of the variables that can be seen, in their order.
async fn shows(t: &Stage, names: &[&str]) {
    until("the variables", async || {
        let seen = t.page.lines(".variables .variable label").await;
        match seen == names {
            true => Ok(()),
            false => Err(format!("{seen:?}")),
        }
    })
    .await;
}

#[test]
fn any_condition_hides_and_a_number_is_not_its_text() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.add(&template());
        t.open_template(TEMPLATE).await;
        t.fill_start().await;
        let all = ["模式", "数量", "任一条件", "等于文本", "没有的变量"];
        shows(t, &all).await;
        page.type_into("任一条件", "typed").await;
        page.type_into("模式", "full").await;
        shows(t, &["模式", "数量", "等于文本", "没有的变量"]).await;
        page.type_into("模式", "simple").await;
        shows(t, &all).await;
        assert_eq!(page.value_of("任一条件").await, "typed");
        page.type_into("数量", "6").await;
        shows(t, &["模式", "数量", "等于数字", "等于文本", "没有的变量"]).await;
        t.review().await;
        let rows = page.lines("dialog tbody tr").await;
        let told: Vec<&String> = rows
            .iter()
            .filter(|row| row.contains("被条件隐藏，仍会发送"))
            .collect();
        assert_eq!(told.len(), 1, "{rows:?}");
        assert!(told[0].contains("${any}"), "{told:?}");
        page.press("返回修改").await;
        let sent = json!({"${mode}": "simple", "${count}": 6, "${any}": "typed",
            "${number}": "等于数字", "${text}": "等于文本", "${absent}": "没有的变量"});
        assert_eq!(t.sent_as_shown().await, sent);
    });
}

#[test]
fn what_is_wrong_is_seen_although_a_condition_hides_it() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.add(&template());
        t.open_template(TEMPLATE).await;
        t.fill_start().await;
        let all = ["模式", "数量", "任一条件", "等于文本", "没有的变量"];
        page.type_into("任一条件", "${any}").await;
        page.type_into("模式", "full").await;
        page.is_refused_at("任一条件", "变量自己的 KEY").await;
        shows(t, &all).await;
        page.type_into("任一条件", "mended").await;
        shows(t, &all).await;
        page.focus_is_named("任一条件").await;
        page.type_into("模式", "simple").await;
        shows(t, &all).await;
        page.type_into("模式", "full").await;
        shows(t, &["模式", "数量", "等于文本", "没有的变量"]).await;
    });
}

#[test]
fn a_problem_that_a_condition_takes_away_hides_with_its_variable() {
    play(async |t: &Stage| {
        let page = &t.page;
        let mut template = template();
        template["pipeline_tree"]["constants"]["${any}"]["validation"] = json!("^[a-z]+$");
        t.add(&template);
        t.open_template(TEMPLATE).await;
        t.fill_start().await;
        page.type_into("任一条件", "1").await;
        page.type_into("模式", "fuller").await;
        page.is_refused_at("任一条件", "不符合该变量的格式").await;
        page.type_into("模式", "full").await;
        shows(t, &["模式", "数量", "等于文本", "没有的变量"]).await;
        let sent = t.sent_as_shown().await;
        assert_eq!(sent["${any}"], "1", "sent all the same");
    });
}
