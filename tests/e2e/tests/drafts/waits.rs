//! A draft that is not the one on the form waits to be chosen.

use e2e::wait::until;
use e2e::{Stage, not_in, play};
use serde_json::{Value, json};

use super::{age, keeps, kept, reload};

const WAITS: &str = "这个流程还有一份草稿";

/// An unsent release plan of an earlier visit, and a form of another template
/// that somebody has begun to fill in.
async fn begins_another(t: &Stage) -> Value {
    t.fill_release().await;
    keeps(t, "svc-b").await;
    let typed = t.page.typed().await;
    t.open_template(3).await;
    assert!(!t.page.text().await.contains("草稿"), "another template's");
    t.page.type_into("任务名称", "another").await;
    t.page.type_into("日期", &t.day(50)).await;
    typed
}

#[test]
fn an_older_draft_of_a_template_that_is_switched_to_waits_to_be_chosen() {
    play(async |t: &Stage| {
        let page = &t.page;
        let older = begins_another(t).await;
        page.choose("流程模板", "带执行方案的发布流程").await;
        page.settles().await;
        page.sees(WAITS).await;
        assert_eq!(page.value_of("任务名称").await, "another");
        page.type_into("版本", "9.9.9").await;
        keeps(t, "9.9.9").await;
        assert!(kept(t).await.contains("svc-b"), "both are kept");
        let newer = page.typed().await;
        // The newer one comes back by itself, the older one still waits.
        t.open_template(2).await;
        page.sees("已恢复之前填写的内容").await;
        assert_eq!(page.typed().await, newer);
        page.press("恢复草稿").await;
        page.settles().await;
        assert_eq!(page.typed().await, older);
        // What stood there waits instead.
        page.sees(WAITS).await;
        page.press("恢复草稿").await;
        page.settles().await;
        assert_eq!(page.typed().await, newer);
        page.press("丢弃这份草稿").await;
        page.sees_no(WAITS).await;
        until("the older draft to go", async || match kept(t).await {
            kept if !kept.contains("svc-b") => Ok(()),
            kept => Err(kept),
        })
        .await;
        t.open_template(2).await;
        assert_eq!(page.typed().await, newer);
        assert!(!page.text().await.contains(WAITS));
    });
}

#[test]
fn an_older_draft_waits_for_an_empty_form_as_well() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        keeps(t, "svc-b").await;
        let typed = page.typed().await;
        t.open_template(3).await;
        page.choose("流程模板", "带执行方案的发布流程").await;
        page.settles().await;
        page.sees(WAITS).await;
        page.press("恢复草稿").await;
        page.settles().await;
        until("the older draft", async || match page.typed().await {
            now if now == typed => Ok(()),
            now => Err(now.to_string()),
        })
        .await;
        page.sees_no(WAITS).await;
    });
}

#[test]
fn a_draft_that_waits_ends_after_seven_days() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        keeps(t, "svc-b").await;
        age(t, "draft.kept -= 7 * 86400").await;
        t.open_template(3).await;
        page.choose("流程模板", "带执行方案的发布流程").await;
        page.settles().await;
        page.type_into("版本", "9.9.9").await;
        keeps(t, "9.9.9").await;
        assert!(!page.text().await.contains(WAITS));
    });
}

/// Types a name in one tab, and another one in a second tab that grew from its
/// draft; comes back to the first.
async fn types_in_two_tabs(t: &Stage, one: &str, other: &str) {
    let page = &t.page;
    let first = page.driver.window().await.expect("a tab");
    t.open_template(2).await;
    page.type_into("任务名称", one).await;
    keeps(t, one).await;
    let second = page.driver.new_tab().await.expect("a second tab");
    page.driver.switch_to_window(second).await.unwrap();
    t.open_template(2).await;
    assert_eq!(page.value_of("任务名称").await, one, "the draft");
    page.type_into("任务名称", other).await;
    keeps(t, other).await;
    page.driver.switch_to_window(first).await.unwrap();
}

#[test]
fn two_tabs_of_one_template_keep_a_draft_each() {
    not_in!(WebKit: "its driver clicks in no tab in front of which another one was opened");
    play(async |t: &Stage| {
        let page = &t.page;
        types_in_two_tabs(t, "first", "second").await;
        page.type_into("服务B", "of-first").await;
        page.sees("另一个标签页也在填写这个流程").await;
        keeps(t, "of-first").await;
        assert!(kept(t).await.contains("second"), "{}", kept(t).await);
        // Whoever comes later finds both.
        reload(t).await;
        assert_eq!(page.value_of("服务B").await, "of-first");
        page.press("恢复草稿").await;
        page.settles().await;
        assert_eq!(page.value_of("任务名称").await, "second");
    });
}

#[test]
fn a_draft_of_another_template_is_called_by_its_name() {
    play(async |t: &Stage| {
        let page = &t.page;
        let task = json!({"project_id": 1, "template_id": 3, "task_name": "nightly",
            "plan_start_time": format!("{} 10:00:00+0800", t.day(3))});
        t.sandbox.add_task(&task.to_string()).unwrap();
        t.fill_release().await;
        page.press("计划列表").await;
        page.press("再计划一个").await;
        page.sees("流程 带执行方案的发布流程 (2) 还有一份草稿")
            .await;
        assert_eq!(page.value_of("任务名称").await, "nightly");
        page.press("恢复草稿").await;
        page.settles().await;
        assert_eq!(page.value_of("服务B").await, "svc-b");
        page.sees("流程 simple timer (3) 还有一份草稿").await;
    });
}

#[test]
fn a_draft_that_another_tab_wrote_over_is_kept_when_its_page_is_left() {
    not_in!(WebKit: "its driver clicks in no tab in front of which another one was opened");
    play(async |t: &Stage| {
        let page = &t.page;
        types_in_two_tabs(t, "from-a", "from-b").await;
        reload(t).await;
        assert_eq!(page.value_of("任务名称").await, "from-a");
        page.press("恢复草稿").await;
        page.settles().await;
        assert_eq!(page.value_of("任务名称").await, "from-b");
    });
}
