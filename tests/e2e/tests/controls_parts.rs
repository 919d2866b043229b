//! Controls of values that have parts, and of choices that plugins bring: each
//! is edited by keyboard, and what is shown is what is sent.

use e2e::page::Page;
use e2e::{Stage, not_in, play};
use serde_json::{Value, json};
use thirtyfour::Key;

/// One variable for every kind of form that plugins bring.
const FORMS: &str = include_str!("../../sandbox/seed/template/forms.json");
const ALL_TYPES: i64 = 1;

fn defaults() -> Value {
    let forms: Value = serde_json::from_str(FORMS).unwrap();
    let constants = forms["pipeline_tree"]["constants"].as_object().unwrap();
    let constants = constants.iter();
    constants
        .map(|(key, constant)| (key.clone(), constant["value"].clone()))
        .collect()
}

async fn open_forms(t: &Stage) {
    let id = t.sandbox.add_template(FORMS).unwrap();
    t.open_template(id).await;
    t.fill_start().await;
}

/// The template with every type, with what it leaves empty and requires.
async fn open_types(t: &Stage) {
    t.open_template(ALL_TYPES).await;
    t.fill_start().await;
    for (label, text) in [("版本号", "1.2.3"), ("密码", "first"), ("远程下拉", "r1")] {
        t.page.type_into_variable(label, text).await;
    }
}

/// Presses Tab to a control and types in place of what it holds.
async fn retype(t: &Stage, name: &str, text: &str) {
    t.page.tab_to(name).await;
    t.page.control("a").await;
    t.page.keys(text).await;
}

/// Puts the focus where Tab leads to first in a variable that has several controls.
async fn start_at(t: &Stage, label: &str) {
    let script = "const label = Array.from(document.querySelectorAll('.variables label'))
            .find((label) => label.textContent === arguments[0]);
        document.getElementById(label.htmlFor).focus()";
    t.page.run(script, &[json!(label)]).await;
    t.page.key(Key::Tab).await;
}

#[test]
fn forms_that_nobody_touched_are_sent_as_they_came() {
    play(async |t: &Stage| {
        open_forms(t).await;
        let sent = t.sent_as_shown().await;
        let defaults = defaults();
        for (key, value) in defaults.as_object().unwrap() {
            let value = match key.as_str() {
                "${levels}" => json!(2),
                "${rows}" => json!("尚未填写"),
                _ => value.clone(),
            };
            assert_eq!(sent[key].to_string(), value.to_string(), "{key}");
        }
        assert_eq!(
            sent.as_object().unwrap().len(),
            defaults.as_object().unwrap().len()
        );
    });
}

#[test]
fn cells_of_a_table_are_typed_in_their_columns_and_rows_come_and_go() {
    play(async |t: &Stage| {
        let page = &t.page;
        open_forms(t).await;
        start_at(t, "主机列表").await;
        retype(t, "端口，第 1 行", "9007199254740993").await;
        retype(t, "备注，第 1 行", "first").await;
        retype(t, "主机名，第 2 行", "8").await;
        page.tab_to("添加一行").await;
        page.key(Key::Enter).await;
        page.focus_is_named("主机名，第 3 行").await;
        page.keys("web-3").await;
        page.tab_to("角色，第 3 行").await;
        page.keys("主").await;
        page.tab_to("上移第 3 行").await;
        page.key(Key::Enter).await;
        page.focus_is_named("上移第 2 行").await;
        page.key(Key::Enter).await;
        // It cannot go further up, so the way down has the focus.
        page.focus_is_named("下移第 1 行").await;
        let sent = t.sent_as_shown().await;
        let rows = json!([
            {"name": "web-3", "port": "", "role": "master", "note": ""},
            {"name": "web-1", "port": 9007199254740993_i64, "role": "master", "note": "first", "rack": 0},
            {"name": 8, "port": 9090, "role": "slave", "tags": [1, null]},
        ]);
        let text = rows
            .to_string()
            .replace("\"rack\":0", "\"rack\":12345678901234567890");
        assert_eq!(sent["${hosts}"].to_string(), text);
    });
}

#[test]
fn a_row_that_is_taken_out_hands_the_focus_on() {
    play(async |t: &Stage| {
        let page = &t.page;
        open_forms(t).await;
        start_at(t, "主机列表").await;
        page.tab_to("删除第 1 行").await;
        page.key(Key::Enter).await;
        page.focus_is_named("删除第 1 行").await;
        page.key(Key::Enter).await;
        page.focus_is_named("添加一行").await;
        page.sees("没有行").await;
        let sent = t.sent_as_shown().await;
        assert_eq!(sent["${hosts}"], json!([]));
    });
}

#[test]
fn lines_of_a_spreadsheet_spill_over_columns_and_rows() {
    play(async |t: &Stage| {
        let page = &t.page;
        open_forms(t).await;
        // What the browser would take back instead of the paste.
        page.type_into("模式", "full").await;
        start_at(t, "主机列表").await;
        page.tab_to("端口，第 2 行").await;
        page.paste("1\t主\n2\tslave\n").await;
        page.sees("已粘贴 4 个单元格").await;
        page.control("z").await;
        page.sees("已撤销粘贴").await;
        assert_eq!(page.value_of("模式").await, "full");
        page.focus_is_named("端口，第 2 行").await;
        page.paste("1\t主\t\"two\nlines\"\n2\tslave\tlast\tbeyond\n")
            .await;
        page.sees("已粘贴 6 个单元格，1 个未粘贴：超出列、不在可选项里或含换行")
            .await;
        // The text of one cell is the field's own business.
        page.tab_to("备注，第 3 行").await;
        page.control("a").await;
        page.paste("one cell").await;
        page.type_into("主机名，第 3 行", "web-3").await;
        let sent = t.sent_as_shown().await;
        let rows = &sent["${hosts}"];
        let second = json!({"name": 7, "port": 1, "role": "master", "tags": [1, null], "note": "two\nlines"});
        assert_eq!(rows[1], second);
        let third = json!({"name": "web-3", "port": 2, "role": "slave", "note": "one cell"});
        assert_eq!(rows[2], third);
    });
}

#[test]
fn a_wrong_cell_is_told_by_its_place_and_marked() {
    play(async |t: &Stage| {
        let page = &t.page;
        open_forms(t).await;
        page.type_into("端口，第 2 行", "many").await;
        assert_eq!(page.red().await, [""; 0], "nothing is red while typing");
        page.press("创建计划任务…").await;
        page.focus_is_on("problems").await;
        let words = "端口，第 2 行：请填整数";
        assert!(page.problems().await[0].contains(words));
        assert!(page.error_at("端口，第 2 行").await.contains(words));
        let wrong = page.lines("table [aria-invalid=true]").await;
        assert_eq!(wrong.len(), 1, "one cell");
        page.type_into("端口，第 2 行", "${port}").await;
        page.type_into("主机名，第 1 行", "").await;
        page.is_refused_at("主机名，第 1 行", "主机名，第 1 行：该参数必填")
            .await;
        page.type_into("主机名，第 1 行", "w").await;
        let sent = t.sent_as_shown().await;
        assert_eq!(sent["${hosts}"][1]["port"], "${port}");
        assert_eq!(sent["${hosts}"][0]["name"], "w");
    });
}

#[test]
fn the_members_of_a_group_are_edited_one_by_one() {
    play(async |t: &Stage| {
        let page = &t.page;
        open_forms(t).await;
        start_at(t, "资源限制").await;
        retype(t, "CPU", "4").await;
        page.tab_to("核").await;
        page.key(Key::Down).await;
        retype(t, "内存", "4Gi").await;
        retype(t, "次数", "0").await;
        page.tab_to("失败").await;
        page.keys(" ").await;
        let sent = t.sent_as_shown().await;
        let text = r#"{"cpu":4,"unit":"milli","extra":{"kept":[9007199254740993]},"retry":{"times":0,"on":["timeout","failure"]},"memory":"4Gi"}"#;
        assert_eq!(sent["${limits}"].to_string(), text);
    });
}

/// Whether an option of a tree is drawn further in than the one that it belongs to.
async fn is_inside(page: &Page, outer: &str, inner: &str) -> bool {
    let script = "const said = (label) => label.innerText.replace(/\\s+/g, ' ').trim();
        const labels = [...document.querySelectorAll('label.check')];
        const [outer, inner] = [...arguments].map((name) =>
            labels.find((label) => said(label).startsWith(name)).getBoundingClientRect());
        return inner.left > outer.left && inner.top >= outer.bottom";
    page.run(script, &[json!(outer), json!(inner)]).await == true
}

#[test]
fn choices_of_every_look_are_made_by_keyboard() {
    play(async |t: &Stage| {
        let page = &t.page;
        open_forms(t).await;
        start_at(t, "部署区域").await;
        assert!(
            page.is_ticked("深圳 (2)").await,
            "2 stands as a text in the template"
        );
        page.tab_to("深圳").await;
        page.key(Key::Down).await;
        page.tab_to("监控").await;
        page.keys(" ").await;
        page.tab_to("前端 / 页面").await;
        assert!(is_inside(page, "前端", "前端 / 页面").await);
        page.keys(" ").await;
        page.tab_to("机房位置").await;
        page.keys("美国").await;
        retype(t, "发布分支", "release\nmain").await;
        retype(t, "负责人", "bob，alice").await;
        page.sees("用户名之间只能用英文逗号").await;
        page.type_into("负责人", "bob,alice").await;
        page.sees_no("用户名之间只能用英文逗号").await;
        retype(t, "启动脚本", "exit 0").await;
        assert!(page.is_ticked("严重 (2)").await, "a single value is chosen");
        page.tab_to("提示").await;
        page.keys(" ").await;
        let sent = t.sent_as_shown().await;
        assert_eq!(sent["${region}"], 3);
        assert_eq!(sent["${features}"], json!(["log", "metrics"]));
        assert_eq!(sent["${modules}"], json!(["web", "web-2"]));
        assert_eq!(sent["${location}"], json!(["us", "va"]));
        assert_eq!(sent["${remote}"], json!(["release", "main"]));
        assert_eq!(sent["${owners}"], "bob,alice");
        assert_eq!(sent["${script}"], "exit 0");
        assert_eq!(sent["${levels}"], json!(["1", "2"]));
    });
}

#[test]
fn selectors_of_hosts_and_sets_are_typed_in_their_parts() {
    play(async |t: &Stage| {
        let page = &t.page;
        open_types(t).await;
        start_at(t, "自定义格式时间").await;
        retype(t, "时间格式", "%H%M").await;
        page.tab_to("产品人员").await;
        page.keys(" ").await;
        retype(t, "内网 IP，第 1 行", "10.0.0.9").await;
        page.tab_to("逗号").await;
        page.key(Key::Down).await;
        retype(t, "自定义 IP", "10.0.0.2\n10.0.0.3").await;
        start_at(t, "集群模块IP选择器").await;
        page.tab_to("自定义输入 IP").await;
        // Not every engine goes from the first choice up to the last.
        page.key(Key::Down).await;
        let elsewhere = "按这种方式选择的内容在这里没有输入框";
        page.sees(elsewhere).await;
        page.key(Key::Down).await;
        page.sees_no(elsewhere).await;
        retype(t, "服务模板", "gamesvr").await;
        retype(t, "集群 ID", "8").await;
        retype(t, "模块 ID", "12\n13").await;
        retype(t, "属性值范围", "3").await;
        retype(t, "原始IP", "0:10.0.0.7").await;
        page.tab_to("GSE AGENT状态").await;
        page.keys("不").await;
        page.tab_to("是 (true)").await;
        page.key(Key::Down).await;
        let sent = t.sent_as_shown().await;
        assert_eq!(
            sent["${fdt}"],
            json!({"datetime": "2020-10-10 14:45:00", "datetime_format": "%H%M"})
        );
        assert_eq!(
            sent["${staff}"],
            json!(["bk_biz_maintainer", "bk_biz_productor"])
        );
        let host = json!({"bk_host_id": 1, "bk_host_innerip": "10.0.0.9", "bk_host_name": "h1",
            "bk_cloud_id": 0, "agent": 1, "cloud": [{"id": "0", "bk_inst_name": "default area"}]});
        assert_eq!(sent["${ips}"]["ip"], json!([host]));
        assert_eq!(sent["${ips}"]["separator"], ";");
        assert_eq!(sent["${ips}"]["excludes"], json!([]));
        let old = json!({"var_ip_method": "custom", "var_ip_custom_value": "10.0.0.2\n10.0.0.3", "var_ip_tree": ""});
        assert_eq!(sent["${oldip}"], old);
        assert_eq!(sent["${smip}"]["var_ip_method"], "manual");
        assert_eq!(
            sent["${smip}"]["var_ip_manual_value"]["var_manual_module"],
            "gamesvr"
        );
        assert_eq!(sent["${smip}"]["var_ip_custom_value"], "10.0.0.1");
        assert_eq!(
            sent["${setmod}"],
            json!({"bk_set_id": 8, "bk_module_id": [12, 13]})
        );
        assert_eq!(
            sent["${setfilter}"],
            json!({"bk_obj_id": "bk_set_env", "bk_obj_value": "3"})
        );
        let filter = json!({"origin_ips": "0:10.0.0.7", "gse_agent_status": 0, "ip_cloud": false, "ip_separator": ","});
        assert_eq!(sent["${ipf}"], filter);
    });
}

#[test]
fn json_of_a_table_begins_with_what_was_typed_and_tells_of_another_shape() {
    play(async |t: &Stage| {
        let page = &t.page;
        open_forms(t).await;
        page.type_into("端口，第 1 行", "80x").await;
        page.press_at("主机列表", "以 JSON 编辑").await;
        assert!(
            page.value_of("主机列表")
                .await
                .contains("\"port\": \"80x\"")
        );
        page.type_into("主机列表", "{\"name\": 1}").await;
        page.sees("结构与流程里的值不同").await;
        page.type_into("主机列表", "\"${rows}\"").await;
        page.sees_no("结构与流程里的值不同").await;
        page.press_at("高级设置", "不发送").await;
        let sent = t.sent_as_shown().await;
        assert_eq!(sent["${hosts}"], "${rows}");
        assert_eq!(sent.get("${settings}"), None);
    });
}

#[test]
fn secrets_are_masked_in_every_box_that_is_typed_in() {
    play(async |t: &Stage| {
        let page = &t.page;
        open_forms(t).await;
        let masked = async |label: &str| {
            let field = page.field(label).await;
            let script = "return getComputedStyle(arguments[0]).webkitTextSecurity";
            let style = page.run(script, &[field.to_json().unwrap()]).await;
            style == "disc"
        };
        assert!(masked("证书私钥").await);
        page.type_into("证书私钥", "-----KEY-----\nxyz").await;
        page.press_at("证书私钥", "显示").await;
        assert!(!masked("证书私钥").await);
        page.press_at("证书私钥", "以 JSON 编辑").await;
        assert!(masked("证书私钥").await);
        // By what is typed, where nothing else tells.
        page.press_at("模式", "以 JSON 编辑").await;
        assert!(!masked("模式").await);
        page.type_into("模式", r#"{"password": "x"}"#).await;
        assert!(masked("模式").await);
        page.type_into("模式", r#""simple""#).await;
        page.press("添加变量").await;
        page.focus_is_on("added-key-0").await;
        page.type_into("值", r#"{"password": "x"}"#).await;
        assert!(masked("值").await);
        page.type_into("值", "x").await;
        assert!(!masked("值").await);
        page.type_into("KEY", "${db_token}").await;
        assert!(masked("值").await);
        let sent = t.sent_as_shown().await;
        assert_eq!(sent["${tls_private_key}"], "-----KEY-----\nxyz");
        assert_eq!(sent["${db_token}"], "x");
    });
}

#[test]
fn a_chain_of_conditions_hides_and_the_review_says_that_all_is_sent() {
    play(async |t: &Stage| {
        let page = &t.page;
        open_forms(t).await;
        let shows = async |label: &str| page.has(&["textbox"], label).await;
        assert!(!shows("步骤").await);
        assert!(!shows("明细").await, "the hidden step still has its value");
        page.type_into("模式", "full").await;
        page.type_into("步骤", "two").await;
        page.field("明细").await;
        page.type_into("明细", "typed").await;
        page.type_into("模式", "simple").await;
        assert!(!shows("步骤").await);
        assert!(shows("明细").await, "the step is two, seen or not");
        t.review().await;
        let rows = page.lines("dialog tbody tr").await;
        let step = rows.iter().find(|row| row.contains("${step}")).unwrap();
        assert!(step.contains("被条件隐藏，仍会发送"), "{step}");
        page.press("返回修改").await;
        let sent = t.sent_as_shown().await;
        assert_eq!(sent["${step}"], "two");
        assert_eq!(sent["${detail}"], "typed");
    });
}

#[test]
fn parts_and_rows_come_back_after_a_reload() {
    play(async |t: &Stage| {
        let page = &t.page;
        open_forms(t).await;
        page.type_into("端口，第 1 行", "81").await;
        page.press("添加一行").await;
        page.type_into("主机名，第 3 行", "kept").await;
        page.type_into("次数", "5").await;
        let typed = page.typed().await;
        page.settles().await;
        page.driver.refresh().await.unwrap();
        page.sees("已恢复之前填写的内容").await;
        page.settles().await;
        page.field("主机名，第 3 行").await;
        assert_eq!(page.typed().await, typed);
        let sent = t.sent_as_shown().await;
        assert_eq!(sent["${hosts}"][2]["name"], "kept");
        assert_eq!(sent["${limits}"]["retry"]["times"], 5);
    });
}

#[test]
fn every_form_has_no_barriers_and_fits_320_pixels() {
    not_in!(WebKit: "a window of its MiniBrowser is never narrower than 334 pixels");
    play(async |t: &Stage| {
        let id = t.sandbox.add_template(FORMS).unwrap();
        for (width, theme, lang) in [
            (1280, "light", "zh"),
            (320, "dark", "en"),
            (1280, "dark", "en"),
        ] {
            t.page.is_wide(width).await;
            let query = format!("lang={lang}&theme={theme}&bk_biz_id=2&template_id={id}");
            t.open(&query).await;
            t.page.settles().await;
            t.page.has_no_barriers("every form").await;
            let wider = "const root = document.scrollingElement; return root.scrollWidth - root.clientWidth";
            assert_eq!(t.page.run(wider, &[]).await, 0, "at {width} px");
        }
    });
}
