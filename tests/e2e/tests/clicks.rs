//! Clicks under which the page changes: a field that is being left may turn red
//! and push away what is clicked, which must still be reached; and what comes to
//! stand under the pointer is not what was meant.

use e2e::date::next_years_sunday;
use e2e::stage::play_in_zone;
use e2e::{Fault, Stage, fill, play};
use serde_json::json;

const TIME: &str = "时间（24 小时制）";

#[test]
fn a_wrong_variable_does_not_take_the_click_that_adds_another() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.type_into("等待秒数", "soon").await;
        page.press("添加变量").await;
        page.focus_is_on("added-key-0").await;
    });
}

#[test]
fn a_wrong_variable_does_not_take_the_click_on_its_own_tools() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.type_into("等待秒数", "soon").await;
        page.press_at("等待秒数", "恢复默认").await;
        assert_eq!(page.value_of("等待秒数").await, "10");
    });
}

#[test]
fn a_name_that_was_emptied_does_not_take_the_click_on_a_quick_pick() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.open_template(fill::PLAIN).await;
        page.type_into("任务名称", "").await;
        page.press("1 小时后").await;
        assert_ne!(page.value_of("日期").await, "");
    });
}

#[test]
fn a_skipped_time_does_not_take_the_click_that_solves_it() {
    play_in_zone("America/New_York", async |t: &Stage| {
        let page = &t.page;
        t.open_template(fill::PLAIN).await;
        let day = next_years_sunday(t.sandbox.now(), 3, 2);
        page.type_into("日期", &day).await;
        page.type_into(TIME, "02:30").await;
        page.press("往后取").await;
        assert_eq!(page.value_of(TIME).await, "03:30");
    });
}

#[test]
fn a_time_that_comes_twice_does_not_take_the_click_that_chooses() {
    play_in_zone("America/New_York", async |t: &Stage| {
        let page = &t.page;
        t.open_template(fill::PLAIN).await;
        let day = next_years_sunday(t.sandbox.now(), 11, 1);
        page.type_into("日期", &day).await;
        page.type_into(TIME, "01:30").await;
        page.tick("后到的那次").await;
    });
}

/// A window in which the confirmation comes to stand where the button was.
async fn is_narrow(t: &Stage) {
    t.page.is_wide(400).await;
}

#[test]
fn a_double_click_adds_one_variable() {
    play(async |t: &Stage| {
        t.open_template(fill::PLAIN).await;
        double_click(t, "添加变量").await;
        t.page.settles().await;
        let rows = "return document.querySelectorAll('.added-row').length";
        assert_eq!(t.page.run(rows, &[]).await, 1);
        t.page.type_into_added(0, "KEY", "${one}").await;
        t.page.press("添加变量").await;
        t.page.focus_is_on("added-key-1").await;
    });
}

async fn double_click(t: &Stage, words: &str) {
    let button = t.page.find(&["button"], words).await;
    let actions = t.page.driver.action_chain();
    actions
        .double_click_element(&button)
        .perform()
        .await
        .unwrap();
}

#[test]
fn a_double_click_opens_the_review_and_confirms_nothing() {
    play(async |t: &Stage| {
        let page = &t.page;
        is_narrow(t).await;
        t.fill_release().await;
        t.fault("get_template_info", Fault::Delay { ms: 2000 });
        double_click(t, "创建计划任务…").await;
        page.has_heading("请核对").await;
        let text = page.text().await;
        assert!(!text.contains("核对后创建…"), "nobody confirmed: {text}");
        page.sees("流程没有变化").await;
        assert_eq!(t.creations().len(), 0);
        // Whoever then means it is heard.
        t.send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.creations().len(), 1);
    });
}

#[test]
fn a_double_click_after_a_refusal_leads_to_the_review_and_no_further() {
    play(async |t: &Stage| {
        let page = &t.page;
        is_narrow(t).await;
        t.fill_release().await;
        let no = json!({"result": false, "code": 3540000, "message": "not now"});
        t.fault("create_clocked_task", Fault::answer(200, no, false));
        t.review_and_send().await;
        page.sees("not now").await;
        double_click(t, "重新核对").await;
        page.has_heading("请核对").await;
        page.sees("流程没有变化").await;
        assert_eq!(t.creations().len(), 1, "the refused one");
        assert_eq!(t.tasks().len(), 0);
    });
}

#[test]
fn a_double_click_on_the_confirmation_sends_once() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        t.review().await;
        page.sees("流程没有变化").await;
        double_click(t, "确认创建").await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.creations().len(), 1);
        assert_eq!(t.tasks().len(), 1);
    });
}
