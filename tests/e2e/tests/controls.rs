//! Every kind of control: what is typed is shown, sent and stored; what is
//! untouched travels as it came.

use e2e::{Stage, fill, play};
use serde_json::{Value, json};
use thirtyfour::Key;

/// The template with every type of variable.
const ALL_TYPES: i64 = 1;
const SEED: &str = include_str!("../../sandbox/seed/template/1.json");

async fn open(t: &Stage) {
    t.open_template(ALL_TYPES).await;
    t.fill_start().await;
    for (label, text) in fill::REQUIRED {
        t.page.type_into_variable(label, text).await;
    }
}

/// Sends, and gives the constants as they were received, after a look whether
/// they are what was shown.
async fn sent(t: &Stage) -> Value {
    t.review().await;
    let shown = t.page.request_json().await;
    t.send().await;
    t.page.has_heading("计划任务 #").await;
    t.page.sees("记录与发送的内容一致").await;
    let creations = t.creations();
    let body = &creations.last().unwrap().body;
    if !shown.contains('•') {
        assert_eq!(body, &shown, "what was shown is what was sent");
    }
    let body: Value = serde_json::from_str(body).unwrap();
    body["task_parameters"]["constants"].clone()
}

/// What an untouched variable is sent as (contract part 5).
fn default_of(constant: &Value) -> Value {
    let value = &constant["value"];
    if constant["is_meta"] != true {
        return value.clone();
    }
    if constant["custom_type"] == "datatable" {
        return serde_json::from_str(value["default_text"].as_str().unwrap()).unwrap();
    }
    let default = value["default"].as_str().unwrap();
    match value["type"].as_str() {
        Some("1") => default.split(',').filter(|part| !part.is_empty()).collect(),
        _ => json!(default),
    }
}

#[test]
fn an_untouched_variable_of_any_type_travels_as_it_came() {
    play(async |t: &Stage| {
        open(t).await;
        let sent = sent(t).await;
        let seed: Value = serde_json::from_str(SEED).unwrap();
        let constants = seed["pipeline_tree"]["constants"].as_object().unwrap();
        let mut count = 0;
        for (key, constant) in constants {
            // No node uses the last one, so the preview takes it away.
            let is_shown = constant["show_type"] == "show" && key != "${unused}";
            assert_eq!(sent.get(key).is_some(), is_shown, "{key}");
            if is_shown && !["${ver}", "${pwd}", "${rsel}"].contains(&key.as_str()) {
                assert_eq!(sent[key], default_of(constant), "{key}");
                count += 1;
            }
        }
        assert_eq!(count, 32);
    });
}

#[test]
fn what_is_typed_into_each_kind_of_field_is_what_is_sent() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        let long = "123456789012345678901234567890";
        for (label, text) in [
            ("字符串", "新值 with 'quotes' \"double\""),
            ("多行文本", "first\nsecond\n\tthird"),
            ("日期时间", "2031-07-01 09:30:00"),
            ("日期", "2031-07-01"),
            ("整数", long),
            ("人员", "bob,admin"),
            ("集群分组选择器", "group-2"),
            ("主机属性查询器", "10.0.0.2\n10.0.0.3"),
            ("URL", "https://example.invalid/x"),
        ] {
            page.type_into_variable(label, text).await;
        }
        page.type_into_variable("时间", "23:59:58").await;
        page.choose("单选下拉", "正式 (prod)").await;
        page.tick("C (c)").await;
        let sent = sent(t).await;
        assert_eq!(sent["${str}"], "新值 with 'quotes' \"double\"");
        assert_eq!(sent["${text}"], "first\nsecond\n\tthird");
        assert_eq!(sent["${dt}"], "2031-07-01 09:30:00");
        assert_eq!(sent["${date}"], "2031-07-01");
        assert_eq!(sent["${time}"], "23:59:58");
        assert_eq!(
            sent["${num}"].to_string(),
            long,
            "every digit of a big number"
        );
        assert_eq!(sent["${users}"], "bob,admin");
        assert_eq!(sent["${setgroup}"], "group-2");
        assert_eq!(sent["${attrq}"], "10.0.0.2\n10.0.0.3");
        assert_eq!(sent["${sel}"], "prod");
        assert!(sent["${msel}"].as_array().unwrap().contains(&json!("c")));
        assert_eq!(sent["${http_url}"], "https://example.invalid/x");
    });
}

#[test]
fn json_of_a_variable_is_sent_as_typed_whatever_its_kind() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        let table = r#"[{"col1": "x", "col2": 12345678901234567890, "deep": {"n": null}}]"#;
        page.press_at("表格", "以 JSON 编辑").await;
        page.type_into_variable("表格", table).await;
        page.press_at("字符串", "以 JSON 编辑").await;
        page.type_into_variable("字符串", "null").await;
        page.press_at("整数", "以 JSON 编辑").await;
        page.type_into_variable("整数", "1.50").await;
        page.press_at("可空输入", "以 JSON 编辑").await;
        page.type_into_variable("可空输入", "[0, false, \"\"]")
            .await;
        let sent = sent(t).await;
        assert_eq!(
            sent["${table}"],
            serde_json::from_str::<Value>(table).unwrap()
        );
        assert_eq!(sent["${str}"], Value::Null);
        assert_eq!(sent["${num}"].to_string(), "1.50");
        assert_eq!(sent["${opt_str}"], json!([0, false, ""]));
    });
}

#[test]
fn a_password_is_sent_and_nowhere_shown() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        page.type_into_variable("密码", "p@ss-字\"1").await;
        t.review().await;
        assert!(!page.request_json().await.contains("p@ss"));
        let dialog = page
            .run("return document.querySelector('dialog').textContent", &[])
            .await;
        assert!(!dialog.as_str().unwrap().contains("p@ss"), "{dialog}");
        page.press("实际发送的请求").await;
        page.tick("显示密文变量").await;
        let shown = page.request_json().await;
        assert!(shown.contains("p@ss"));
        t.send().await;
        page.has_heading("计划任务 #1").await;
        page.sees("记录与发送的内容一致").await;
        assert_eq!(t.body(), shown, "once shown, it is what is sent");
        let value = &t.body_json()["task_parameters"]["constants"]["${pwd}"];
        let password = json!({"type": "password_value", "tag": "value", "value": "p@ss-字\"1"});
        assert_eq!(value, &password);
        let record = page.run("return document.body.textContent", &[]).await;
        assert!(
            !record.as_str().unwrap().contains("p@ss"),
            "not in the record"
        );
    });
}

#[test]
fn only_what_was_changed_is_sent_when_that_is_asked_for() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        page.type_into_variable("字符串", "changed").await;
        page.type_into_variable("整数", "4").await;
        page.press_at("整数", "恢复默认").await;
        assert_eq!(page.value_of("整数").await, "3");
        t.review().await;
        page.sees("全部发送，现在的值就此固定").await;
        page.press("返回修改").await;
        page.tick("只发送修改过的").await;
        t.review().await;
        page.sees("个不发送，启动时取流程里的值").await;
        page.sees_no("现在的值就此固定").await;
        page.press("返回修改").await;
        let sent = sent(t).await;
        let password = json!({"type": "password_value", "tag": "value", "value": "first"});
        let changed = json!({
            "${str}": "changed", "${ver}": "1.2.3", "${pwd}": password, "${rsel}": "r1",
        });
        assert_eq!(sent, changed);
        let task = t.sandbox.start_task(1).unwrap();
        assert_eq!(
            task["start"]["constants"]["${num}"], 3,
            "the rest follows the template"
        );
    });
}

#[test]
fn a_variable_that_is_left_out_is_not_sent_and_can_come_back() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        page.type_into_variable("字符串", "kept").await;
        page.press_at("字符串", "不发送").await;
        page.sees("不发送：启动时使用流程里的值").await;
        page.press_at("整数", "不发送").await;
        page.press_at("字符串", "改为发送").await;
        assert_eq!(page.value_of("字符串").await, "kept");
        t.review().await;
        page.sees("1 个不发送").await;
        page.press("返回修改").await;
        let sent = sent(t).await;
        assert_eq!(sent["${str}"], "kept");
        assert_eq!(sent.get("${num}"), None);
    });
}

#[test]
fn a_variable_added_by_its_key_is_sent_as_text_or_as_json() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        page.press("添加变量").await;
        page.type_into("KEY", "${extra}").await;
        page.type_into("值", "{\"not\": \"parsed\"}").await;
        page.sees("流程里没有变量 ${extra}").await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        let constants = t.body_json()["task_parameters"]["constants"].clone();
        assert_eq!(constants, json!({"${extra}": "{\"not\": \"parsed\"}"}));
        page.press("再计划一个").await;
        page.tick("值是 JSON").await;
        t.review_and_send_beside_another().await;
        page.has_heading("计划任务 #2").await;
        let body: Value = serde_json::from_str(&t.creations()[1].body).unwrap();
        assert_eq!(
            body["task_parameters"]["constants"],
            json!({"${extra}": {"not": "parsed"}})
        );
    });
}

#[test]
fn a_hidden_variable_can_be_overridden_on_purpose() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        page.press("添加变量").await;
        page.type_into("KEY", "${hidden_const}").await;
        page.sees("隐藏变量").await;
        page.type_into("值", "mine").await;
        assert_eq!(sent(t).await["${hidden_const}"], "mine");
    });
}

#[test]
fn edits_of_variables_that_fall_away_are_kept_aside_and_come_back() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.untick("发布").await;
        page.tick("only-prep").await;
        page.settles().await;
        page.sees("已保留、不会发送").await;
        page.sees("2.4.1").await;
        page.tick("发布").await;
        page.settles().await;
        assert_eq!(page.value_of("版本").await, "2.4.1");
        page.untick("发布").await;
        page.settles().await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(
            t.body_json()["task_parameters"]["constants"].get("${version}"),
            None
        );
    });
}

#[test]
fn a_change_of_template_keeps_what_both_have_and_leads_back() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        let typed = page.typed().await;
        page.choose("流程模板", "simple timer").await;
        page.settles().await;
        page.sees("已换了流程").await;
        assert_eq!(page.value_of("任务名称").await, "夜间发布");
        assert_eq!(page.value_of("时间（24 小时制）").await, "02:30:15");
        page.press("换回 带执行方案的发布流程").await;
        page.settles().await;
        assert_eq!(page.typed().await, typed);
    });
}

/// A browser submits a form of one field by Enter.
#[test]
fn enter_in_a_field_leads_nowhere() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        let here = "return location.href";
        let before = page.run(here, &[]).await;
        for label in ["字符串", "整数", "密码"] {
            page.type_into_variable(label, "7").await;
            page.key(Key::Enter).await;
        }
        assert_eq!(page.run(here, &[]).await, before);
        assert_eq!(page.value_of("整数").await, "7");
        assert!(t.creations().is_empty());
    });
}
