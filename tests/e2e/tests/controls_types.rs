//! Types of variables that a template rarely shows, and forms of plugins that
//! take no value of their own: each is edited by the control that a person
//! sees, and what nobody edits is sent as it came.

use e2e::flow::{constant, flow};
use e2e::wait::until;
use e2e::{Stage, play};
use serde_json::{Map, Value, json};

/// Every type of variable, as bk-sops stores it.
const TYPES: &str = include_str!("../../sandbox/seed/template/1.json");
/// A template with one step, to put other variables into.
const FORMS: &str = include_str!("../../sandbox/seed/template/forms.json");

const SHOWN: [&str; 5] = ["${tvs}", "${table}", "${now}", "${fnow}", "${setalloc}"];

/// An input of a plugin: its key, its name, the type of its form, its value.
fn plugin_forms() -> [(&'static str, &'static str, &'static str, Value); 7] {
    let password = json!({"type": "password_value", "tag": "value", "value": ""});
    [
        ("${login}", "登录口令", "password", password),
        ("${old_login}", "旧登录口令", "password", json!("")),
        (
            "${files}",
            "上传文件",
            "upload",
            json!([{"name": "a.tgz", "size": 9007199254740993_i64}]),
        ),
        ("${remark}", "说明文字", "text", json!("only read")),
        ("${check}", "检查按钮", "button", json!("")),
        ("${part}", "分组标题", "section", json!({"open": true})),
        ("${log}", "执行日志", "log_display", json!(["first", null])),
    ]
}

const DISPLAYED: [&str; 4] = ["${remark}", "${check}", "${part}", "${log}"];

fn template() -> Value {
    let types: Value = serde_json::from_str(TYPES).unwrap();
    let stored = |key: &&str| {
        let mut constant = types["pipeline_tree"]["constants"][*key].clone();
        constant["show_type"] = json!("show");
        ((*key).to_owned(), constant)
    };
    let mut constants: Map<String, Value> = SHOWN.iter().map(stored).collect();
    for (at, (key, name, tag, value)) in plugin_forms().into_iter().enumerate() {
        let constant = json!({
            "key": key, "name": name, "desc": "", "index": 100 + at, "custom_type": "",
            "source_tag": format!("demo_plugin.{tag}"), "source_type": "component_inputs",
            "source_info": {}, "show_type": "show", "validation": "", "value": value,
            "version": "legacy", "is_meta": false, "pre_render_mako": false,
            "form_schema": {"type": tag, "attrs": {"name": name}},
        });
        constants.insert(key.to_owned(), constant);
    }
    let used: Vec<&str> = constants.keys().map(String::as_str).collect();
    let used = used.join(" ");
    let mut template: Value = serde_json::from_str(FORMS).unwrap();
    template["id"] = json!(101);
    template["name"] = json!("少见的变量类型");
    let tree = &mut template["pipeline_tree"];
    let mut steps = tree["activities"].as_object_mut().unwrap().values_mut();
    steps.next().unwrap()["component"]["data"]["bk_timing"]["value"] = json!(used);
    tree["constants"] = Value::Object(constants);
    template
}

async fn open(t: &Stage) {
    let id = t.sandbox.add_template(&template().to_string()).unwrap();
    t.open_template(id).await;
    t.fill_start().await;
}

/// What is sent where nobody touched anything.
fn untouched() -> Value {
    let template = template();
    let constants = &template["pipeline_tree"]["constants"];
    let mut values: Map<String, Value> = Map::new();
    for (key, constant) in constants.as_object().unwrap() {
        values.insert(key.clone(), constant["value"].clone());
    }
    values["${tvs}"] = json!("sz");
    values["${table}"] = json!([{"col1": "x", "col2": 1}]);
    Value::Object(values)
}

/// All that was sent is what came, but for one variable.
fn is_changed_at(sent: &Value, key: &str, value: Value) {
    let mut expected = untouched();
    expected[key] = value;
    assert_eq!(sent, &expected);
}

#[test]
fn rare_types_that_nobody_touched_are_sent_as_they_came() {
    play(async |t: &Stage| {
        open(t).await;
        assert_eq!(t.sent_as_shown().await.to_string(), untouched().to_string());
    });
}

#[test]
fn a_text_value_select_sends_the_value_of_the_option_that_is_chosen() {
    play(async |t: &Stage| {
        open(t).await;
        assert_eq!(t.page.value_of("文本值下拉框").await, "深圳 (sz)");
        t.page.choose("文本值下拉框", "上海 (sh)").await;
        is_changed_at(&t.sent_as_shown().await, "${tvs}", json!("sh"));
    });
}

#[test]
fn the_rows_of_a_table_of_the_template_are_typed_cell_by_cell() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        page.type_into("列1，第 1 行", "y").await;
        page.type_into("列2，第 1 行", "9007199254740993").await;
        page.press("添加一行").await;
        page.focus_is_named("列1，第 2 行").await;
        page.type_into("列1，第 2 行", "z").await;
        page.type_into("列2，第 2 行", "0").await;
        let rows = json!([
            {"col1": "y", "col2": 9007199254740993_i64},
            {"col1": "z", "col2": 0},
        ]);
        is_changed_at(&t.sent_as_shown().await, "${table}", rows);
    });
}

#[test]
fn the_parts_of_a_current_time_are_ticked_and_chosen() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        page.untick("时 (hour)").await;
        page.untick("分 (minute)").await;
        page.untick("秒 (second)").await;
        page.tick("时 (hour)").await;
        in_group(t, "系统当前时间", "时区").await;
        page.keys("UTC").await;
        let value = json!({"time_unit": ["year", "month", "day", "hour"], "time_zone": "UTC"});
        is_changed_at(&t.sent_as_shown().await, "${now}", value);
    });
}

#[test]
fn the_format_of_a_current_time_is_typed_and_its_zone_chosen() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        page.type_into("时间格式", "%Y年 %H:%M").await;
        in_group(t, "系统当前时间(格式)", "时区").await;
        page.keys("UTC").await;
        let value = json!({"time_format": "%Y年 %H:%M", "time_zone": "UTC"});
        is_changed_at(&t.sent_as_shown().await, "${fnow}", value);
    });
}

/// Puts the focus on a part of a variable: others may have one of this name.
async fn in_group(t: &Stage, label: &str, part: &str) {
    let script =
        "const own = (all, name) => Array.from(all).find((one) => one.textContent.trim() === name);
        const label = own(document.querySelectorAll('.variables label'), arguments[0]);
        const part = own(label.closest('.variable').querySelectorAll('label'), arguments[1]);
        const field = document.getElementById(part.htmlFor);
        field.scrollIntoView({block: 'center'});
        field.focus()";
    t.page.run(script, &[json!(label), json!(part)]).await;
    t.page.focus_is_named(part).await;
}

#[test]
fn a_set_allocation_is_edited_as_json_that_is_held_to_its_shape() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        page.type_into_variable("集群资源筛选", "{\"config\": 1,}")
            .await;
        page.press("创建计划任务…").await;
        page.is_refused_at("集群资源筛选", "JSON").await;
        page.type_into_variable("集群资源筛选", "[]").await;
        page.sees("结构与流程里的值不同").await;
        let text = r#"{"config": {"set_count": 2, "set_template_id": "7", "host_resources": [{"id": 9007199254740993}], "module_detail": []}, "data": [{"__module": "10.0.0.1"}], "separator": ","}"#;
        page.type_into_variable("集群资源筛选", text).await;
        page.sees_no("结构与流程里的值不同").await;
        let value = serde_json::from_str(text).unwrap();
        is_changed_at(&t.sent_as_shown().await, "${setalloc}", value);
    });
}

#[test]
fn a_password_of_a_plugin_is_masked_and_sent_in_the_shape_of_one() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        for (label, text) in [("登录口令", "pl4nted-1"), ("旧登录口令", "pl4nted-2")] {
            page.type_into_variable(label, text).await;
            let kind = page.run("return document.activeElement.type", &[]).await;
            assert_eq!(kind, "password", "{label}");
        }
        t.review().await;
        let dialog = page
            .run("return document.querySelector('dialog').textContent", &[])
            .await;
        assert!(!dialog.as_str().unwrap().contains("pl4nted"), "{dialog}");
        page.press("返回修改").await;
        let sent = t.sent_as_shown().await;
        let password =
            |text: &str| json!({"type": "password_value", "tag": "value", "value": text});
        assert_eq!(sent["${login}"], password("pl4nted-1"));
        assert_eq!(sent["${old_login}"], password("pl4nted-2"));
    });
}

#[test]
fn an_upload_is_edited_as_the_json_of_its_files() {
    play(async |t: &Stage| {
        open(t).await;
        let files = r#"[{"name": "b.tgz", "size": 12345678901234567890}]"#;
        t.page.type_into_variable("上传文件", files).await;
        let value = serde_json::from_str(files).unwrap();
        is_changed_at(&t.sent_as_shown().await, "${files}", value);
    });
}

#[test]
fn what_a_plugin_only_displays_is_on_the_form_and_changes_nothing_that_is_sent() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        let labels = page.lines(".variables label").await;
        for (key, name, ..) in plugin_forms() {
            assert!(
                labels.iter().any(|label| label == name),
                "{key}: {labels:?}"
            );
        }
        // Through each of them by keyboard, as somebody does who reads.
        for (_, name, ..) in plugin_forms()
            .iter()
            .filter(|(key, ..)| DISPLAYED.contains(key))
        {
            page.tab_to(name).await;
        }
        page.choose("文本值下拉框", "上海 (sh)").await;
        page.tick("只发送修改过的").await;
        assert_eq!(
            t.sent_as_shown().await,
            json!({"${tvs}": "sh"}),
            "none counts as changed"
        );
    });
}

/// The run reads the first selector alone, and of one by hand what was typed
/// and of which type it is.
#[test]
fn hosts_that_are_typed_by_hand_are_sent_with_their_type() {
    play(async |t: &Stage| {
        let page = &t.page;
        let default = json!({"selectors": ["ip"], "ip": [], "topo": [], "group": [],
            "filters": [], "excludes": [], "with_cloud_id": false, "separator": ","});
        let hosts = constant("${hosts}", "主机", "ip_selector", &default);
        t.add(&flow(908, "选主机", &["执行"], &[hosts]));
        t.open_template(908).await;
        t.fill_start().await;
        page.tick("手动输入").await;
        page.press("创建计划任务").await;
        page.sees("手动输入的内容：内容类型：该参数必填").await;
        page.type_into("内容（每行一个，或用逗号分隔）", "10.0.0.1\n10.0.0.2")
            .await;
        let second = "const own = (label) => label.textContent === '静态 IP';
            Array.from(document.querySelectorAll('label')).filter(own)[1].click()";
        page.run(second, &[]).await;
        page.sees_no("手动输入的内容：内容类型：该参数必填").await;
        let sent = t.sent_as_shown().await;
        let typed = json!({"type": "ip", "value": "10.0.0.1\n10.0.0.2"});
        assert_eq!(sent["${hosts}"]["manual_input"], typed);
        assert_eq!(sent["${hosts}"]["selectors"], json!(["manual"]));
        assert_eq!(sent["${hosts}"]["ip"], json!([]));
    });
}

/// The rows are drawn before the values of the plan are put into them.
#[test]
fn the_cells_of_a_copied_plan_show_what_will_be_sent() {
    play(async |t: &Stage| {
        let page = &t.page;
        let types: Value = serde_json::from_str(TYPES).unwrap();
        let of = |key: &str| types["pipeline_tree"]["constants"][key].clone();
        t.add(&flow(
            909,
            "照抄",
            &["执行"],
            &[of("${table}"), of("${ips}")],
        ));
        t.open_template(909).await;
        t.fill_start().await;
        page.type_into("列1，第 1 行", "y").await;
        page.type_into("内网 IP，第 1 行", "10.9.9.9").await;
        let sent = t.sent_as_shown().await;
        let id = t.tasks()[0]["id"].as_i64().unwrap();
        t.visit(&format!("lang=zh&bk_biz_id=2&clocked_task_id={id}"))
            .await;
        page.press("再计划一个").await;
        page.focus_is_on("copied").await;
        until("the copied cell", async || {
            match page.value_of("列1，第 1 行").await {
                cell if cell == "y" => Ok(()),
                cell => Err(cell),
            }
        })
        .await;
        assert_eq!(page.value_of("内网 IP，第 1 行").await, "10.9.9.9");
        page.type_into("列2，第 1 行", "7").await;
        t.review().await;
        let shown: Value = serde_json::from_str(&page.request_json().await).unwrap();
        let mut expected = sent;
        expected["${table}"] = json!([{"col1": "y", "col2": 7}]);
        assert_eq!(shown["task_parameters"]["constants"], expected);
    });
}
