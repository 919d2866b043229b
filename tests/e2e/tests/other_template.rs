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
