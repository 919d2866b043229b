//! Another template is chosen while the form is filled in. Three are merged:
//! what was typed, what the old template gave and what the new one gives.

use e2e::flow::{constant, flow};
use e2e::{Stage, play};
use serde_json::{Value, json};

const FIRST: i64 = 903;
const SECOND: i64 = 904;

/// Two templates that have a key of one type, one that is of a type in each,
/// and one that only the first has.
fn add_both(t: &Stage) {
    let input =
        |key: &str, name: &str, default: &str| constant(key, name, "input", &json!(default));
    let first = [
        input("${region}", "地域", "region-of-first"),
        input("${image}", "镜像", "image-of-first"),
        input("${replicas}", "副本", "one"),
        input("${window}", "窗口", "window-of-first"),
    ];
    let second = [
        input("${region}", "地域", "region-of-second"),
        input("${image}", "镜像", "image-of-second"),
        constant("${replicas}", "副本", "int", &json!(7)),
    ];
    t.add(&flow(FIRST, "甲流程", &["执行"], &first));
    t.add(&flow(SECOND, "乙流程", &["执行"], &second));
}

/// The first template, with everything typed but the image.
async fn fill_first(t: &Stage) {
    add_both(t);
    t.open_template(FIRST).await;
    t.fill_start().await;
    for (label, text) in [
        ("地域", "my region"),
        ("副本", "three"),
        ("窗口", "my window"),
    ] {
        t.page.type_into(label, text).await;
    }
}

async fn turn_to(t: &Stage, template: &str) {
    t.page.choose("流程模板", template).await;
    t.page.settles().await;
}

/// What is told as kept and not sent: keys and values.
async fn aside(t: &Stage) -> Vec<(String, String)> {
    t.page.pairs(".aside").await
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    expected.iter().map(owned).collect()
}

/// Plans what stands on the form: which template's run is planned, and with
/// which constants, in what was sent and in what the backend keeps.
async fn planned(t: &Stage) -> (Value, Value) {
    t.review_and_send().await;
    t.page.has_heading("计划任务 #1").await;
    let constants = t.body_json()["task_parameters"]["constants"].clone();
    let kept = t.tasks().remove(0);
    assert_eq!(kept["task_parameters"]["constants"], constants);
    (kept["template_id"].clone(), constants)
}

#[test]
fn what_is_typed_goes_along_to_its_like_and_the_rest_is_set_aside_unsent() {
    play(async |t: &Stage| {
        let page = &t.page;
        fill_first(t).await;
        assert_eq!(aside(t).await, []);
        turn_to(t, "乙流程").await;
        assert_eq!(page.value_of("地域").await, "my region");
        page.sees(
            "填写后，流程的默认值由“region-of-first”变为“region-of-second”；仍使用你填写的值",
        )
        .await;
        let untouched = page.value_of("镜像").await;
        assert_eq!(untouched, "image-of-second", "nobody typed there");
        assert_eq!(page.value_of("副本").await, "7", "a text is no integer");
        assert!(!page.has(&["textbox"], "窗口").await);
        page.sees("已保留、不会发送").await;
        let kept = pairs(&[("${replicas}", "three"), ("${window}", "my window")]);
        assert_eq!(aside(t).await, kept);
        page.has_no_barriers("edits of another template").await;
        let sent = json!({
            "${region}": "my region", "${image}": "image-of-second", "${replicas}": 7,
        });
        assert_eq!(planned(t).await, (json!(SECOND), sent));
    });
}

#[test]
fn what_was_set_aside_comes_back_with_its_template() {
    play(async |t: &Stage| {
        let page = &t.page;
        fill_first(t).await;
        turn_to(t, "乙流程").await;
        page.type_into("副本", "9").await;
        turn_to(t, "甲流程").await;
        for (label, text) in [
            ("地域", "my region"),
            ("镜像", "image-of-first"),
            ("副本", "three"),
            ("窗口", "my window"),
        ] {
            assert_eq!(page.value_of(label).await, text);
        }
        page.sees_no("填写后，流程的默认值").await;
        // Now it is the second template's own that waits.
        assert_eq!(aside(t).await, pairs(&[("${replicas}", "9")]));
        let sent = json!({
            "${region}": "my region", "${image}": "image-of-first", "${replicas}": "three",
            "${window}": "my window",
        });
        assert_eq!(planned(t).await, (json!(FIRST), sent));
    });
}

#[test]
fn one_press_undoes_the_change_and_keeps_what_was_typed_since() {
    play(async |t: &Stage| {
        let page = &t.page;
        fill_first(t).await;
        let before = page.typed().await;
        turn_to(t, "乙流程").await;
        assert_ne!(page.typed().await, before);
        page.press("换回 甲流程").await;
        page.settles().await;
        assert_eq!(page.typed().await, before);
        assert_eq!(aside(t).await, []);
        page.sees_no("已换了流程").await;
        turn_to(t, "乙流程").await;
        page.type_into("地域", "newer").await;
        page.press("换回 甲流程").await;
        page.settles().await;
        assert_eq!(page.value_of("地域").await, "newer");
        page.type_into("地域", "my region").await;
        assert_eq!(page.typed().await, before);
    });
}

#[test]
fn ticks_come_back_with_their_template() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        let typed = page.typed().await;
        assert!(page.is_ticked("发布").await);
        for other in ["simple timer", "全部变量类型"] {
            turn_to(t, other).await;
            assert!(!page.has(&["checkbox"], "发布").await);
        }
        turn_to(t, "带执行方案的发布流程").await;
        assert!(page.is_ticked("发布").await);
        assert_eq!(page.typed().await, typed);
    });
}

/// A select and a table of one key and type in both templates: in the second
/// one option and one column are gone.
fn add_narrower(t: &Stage) {
    let meta = |key: &str, name: &str, custom_type: &str, config: &Value| {
        let mut constant = constant(key, name, custom_type, config);
        constant["is_meta"] = json!(true);
        constant
    };
    let select = |options: &[&str]| {
        let items: Vec<Value> = options
            .iter()
            .map(|own| json!({"text": own, "value": own}))
            .collect();
        let config = json!({"datasource": "0", "type": "1", "default": "",
            "items_text": Value::from(items).to_string()});
        meta("${zones}", "可用区", "select", &config)
    };
    let table = |columns: &[&str]| {
        let column = |name: &&str| {
            let attrs = json!({"name": name, "editable": true});
            json!({"tag_code": name, "type": "input", "attrs": attrs})
        };
        let columns: Vec<Value> = columns.iter().map(column).collect();
        let config = json!({"columns_text": Value::from(columns).to_string(), "default_text": ""});
        meta("${hosts}", "主机", "datatable", &config)
    };
    let first = [select(&["az-1", "az-2", "az-3"]), table(&["name", "port"])];
    let second = [select(&["az-1", "az-2"]), table(&["name"])];
    t.add(&flow(FIRST, "甲流程", &["执行"], &first));
    t.add(&flow(SECOND, "乙流程", &["执行"], &second));
}

#[test]
fn an_option_and_a_column_that_are_gone_are_told_with_what_was_chosen_and_typed() {
    play(async |t: &Stage| {
        let page = &t.page;
        add_narrower(t);
        t.open_template(FIRST).await;
        t.fill_start().await;
        page.tick("az-3").await;
        page.press("添加一行").await;
        page.type_into("name，第 1 行", "web").await;
        page.type_into("port，第 1 行", "81").await;
        turn_to(t, "乙流程").await;
        assert_eq!(aside(t).await, pairs(&[("${hosts} #1 port", "81")]));
        page.tick("az-1").await;
        assert!(
            page.is_ticked("az-3（不在选项中）").await,
            "a tick beside it"
        );
        turn_to(t, "甲流程").await;
        assert_eq!(aside(t).await, []);
        assert_eq!(page.value_of("port，第 1 行").await, "81");
        let (_, constants) = planned(t).await;
        assert_eq!(constants["${zones}"], json!(["az-1", "az-3"]));
        assert_eq!(
            constants["${hosts}"],
            json!([{"name": "web", "port": "81"}])
        );
    });
}
