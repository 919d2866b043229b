//! Choices of several, dates inside other values, and a password that is
//! looked at: each is edited by the control that a person sees.

use e2e::flow::{constant, flow};
use e2e::{Stage, play};
use serde_json::{Value, json};
use thirtyfour::Key;

const TEMPLATE: i64 = 911;

async fn open(t: &Stage, constants: &[Value]) {
    t.add(&flow(TEMPLATE, "选项与日期", &["执行"], constants));
    t.open_template(TEMPLATE).await;
    t.fill_start().await;
}

/// A choice or a table whose configuration stands in the value.
fn configured(key: &str, name: &str, custom_type: &str, config: &Value) -> Value {
    let mut own = constant(key, name, custom_type, config);
    own["is_meta"] = json!(true);
    own
}

/// An input of a plugin, which has a form and no type of its own.
fn of_plugin(key: &str, name: &str, form: &Value, value: &Value) -> Value {
    let mut own = constant(key, name, "", value);
    own["source_type"] = json!("component_inputs");
    own["form_schema"] = form.clone();
    own
}

#[test]
fn several_options_of_a_text_value_select_are_ticked() {
    play(async |t: &Stage| {
        let items = r#"[{"text": "上海", "value": "sh"}, {"text": "深圳", "value": "sz"}, {"text": "广州", "value": "gz"}]"#;
        let config =
            json!({"datasource": "0", "items_text": items, "type": "1", "default": "sz,gz"});
        let places = configured("${places}", "地点", "text_value_select", &config);
        open(t, &[places]).await;
        let page = &t.page;
        assert!(page.is_ticked("深圳 (sz)").await && page.is_ticked("广州 (gz)").await);
        page.untick("深圳 (sz)").await;
        page.tick("上海 (sh)").await;
        let sent = t.sent_as_shown().await;
        assert_eq!(
            sent["${places}"],
            json!(["sh", "gz"]),
            "in the template's order"
        );
    });
}

#[test]
fn options_of_a_plugin_are_sent_as_the_numbers_and_texts_that_they_are() {
    play(async |t: &Stage| {
        let items = json!([{"text": "一级", "value": 1}, {"text": "二级", "value": "2"}, {"text": "关", "value": false}]);
        let form = json!({"type": "select", "attrs": {"name": "", "items": items}});
        let one = of_plugin("${one}", "级别", &form, &json!(1));
        let off = of_plugin("${off}", "备用级别", &form, &json!("2"));
        let nested = json!({"type": "cascader", "attrs": {"name": "", "items": [
            {"value": "cn", "label": "中国", "children": [{"value": "sh", "label": "上海"}, {"value": 7, "label": "七号"}]},
            {"value": "us", "label": "美国"}]}});
        let rooms = of_plugin("${rooms}", "机房", &nested, &json!([["cn", "sh"]]));
        open(t, &[one, off, rooms]).await;
        let page = &t.page;
        page.choose("级别", "二级 (2)").await;
        page.choose("备用级别", "关 (false)").await;
        page.tick("中国 / 七号").await;
        page.tick("美国").await;
        let sent = t.sent_as_shown().await;
        let rooms = json!([["cn", "sh"], ["cn", 7], ["us"]]);
        assert_eq!(
            sent,
            json!({"${one}": "2", "${off}": false, "${rooms}": rooms})
        );
    });
}

#[test]
fn dates_inside_a_value_are_typed_and_held_to_their_form() {
    play(async |t: &Stage| {
        let part = |key: &str, name: &str, tag: &str, date: bool| {
            let kind = if date { "date" } else { "datetime" };
            json!({"tag_code": key, "type": tag, "attrs": {"name": name, "type": kind}})
        };
        let moment = json!({"type": "combine", "attrs": {"children": [
            part("datetime", "开始时间", "datetime", false),
            part("datetime_format", "写法", "input", false)]}});
        let default = json!({"datetime": "2020-10-10 14:45:00", "datetime_format": "%Y%m%d"});
        let mut moment_of = constant("${at}", "时刻", "format_support_datetime", &default);
        moment_of["form_schema"] = moment;
        let columns = json!([
            part("day", "日", "datetime", true),
            part("at", "刻", "datetime", false),
            part("t", "钟点", "time", false)
        ]);
        let rows = r#"[{"day": "2020-01-01", "at": "2020-01-01 00:00:00", "t": "00:00:00"}]"#;
        let config = json!({"columns_text": columns.to_string(), "default_text": rows});
        let table = configured("${days}", "日历", "datatable", &config);
        open(t, &[moment_of, table]).await;
        let page = &t.page;
        page.type_into("开始时间", "2031-02-30 01:02:03").await;
        page.key(Key::Tab).await;
        page.is_refused_at("开始时间", "开始时间：").await;
        page.type_into("开始时间", "2032-02-29 01:02:03").await;
        page.type_into("日，第 1 行", "tomorrow").await;
        page.key(Key::Tab).await;
        page.is_refused_at("日，第 1 行", "日，第 1 行：").await;
        page.type_into("日，第 1 行", "2031-07-01").await;
        page.type_into("刻，第 1 行", "2031-07-01 09:30:00").await;
        page.type_into("钟点，第 1 行", "23:59:58").await;
        let sent = t.sent_as_shown().await;
        let at = json!({"datetime": "2032-02-29 01:02:03", "datetime_format": "%Y%m%d"});
        let days = json!([{"day": "2031-07-01", "at": "2031-07-01 09:30:00", "t": "23:59:58"}]);
        assert_eq!(sent, json!({"${at}": at, "${days}": days}));
    });
}

#[test]
fn a_password_is_looked_at_and_hidden_again() {
    play(async |t: &Stage| {
        let own = constant("${own}", "口令", "password", &json!(""));
        open(t, &[own]).await;
        let page = &t.page;
        page.type_into_variable("口令", "pl4nted").await;
        let field = async || {
            let script = "const field = document.querySelector('.variable input');
                const button = field.parentElement.querySelector('button');
                return [field.type, field.value, button.ariaPressed]";
            page.run(script, &[]).await
        };
        let hidden = json!(["password", "pl4nted", "false"]);
        assert_eq!(field().await, hidden);
        page.press_at("口令", "显示").await;
        assert_eq!(field().await, json!(["text", "pl4nted", "true"]));
        page.press_at("口令", "显示").await;
        assert_eq!(field().await, hidden);
        let sent = t.sent_as_shown().await;
        assert_eq!(sent["${own}"]["value"], "pl4nted");
    });
}

#[test]
fn the_cells_of_a_table_whose_key_names_a_secret_are_masked() {
    play(async |t: &Stage| {
        let column = |key: &str, name: &str, tag: &str| json!({"tag_code": key, "type": tag, "attrs": {"name": name}});
        let columns = json!([
            column("user", "用户", "input"),
            column("of", "说明", "textarea")
        ]);
        let rows = r#"[{"user": "root", "of": "one\ntwo"}]"#;
        let config = json!({"columns_text": columns.to_string(), "default_text": rows});
        let table = configured("${db_token}", "凭据", "datatable", &config);
        open(t, &[table]).await;
        let page = &t.page;
        let looks = "return [...document.querySelectorAll('td input, td textarea')]
            .map((box) => box.type === 'password'
                || getComputedStyle(box).webkitTextSecurity === 'disc')";
        assert_eq!(page.run(looks, &[]).await, json!([true, true]));
        page.type_into("用户，第 1 行", "pl4nted").await;
        let sent = t.sent_as_shown().await;
        assert_eq!(sent["${db_token}"][0]["user"], "pl4nted");
    });
}
