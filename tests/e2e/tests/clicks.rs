//! A click on what stands below a field that is being left: the field may turn
//! red under the pointer, and the click must still arrive.

use e2e::date::next_years_sunday;
use e2e::{Stage, fill, play};

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
    play(async |t: &Stage| {
        let page = &t.page;
        let own = serde_json::json!({"timezoneId": "America/New_York"});
        page.cdp("Emulation.setTimezoneOverride", own).await;
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
    play(async |t: &Stage| {
        let page = &t.page;
        let own = serde_json::json!({"timezoneId": "America/New_York"});
        page.cdp("Emulation.setTimezoneOverride", own).await;
        t.open_template(fill::PLAIN).await;
        let day = next_years_sunday(t.sandbox.now(), 11, 1);
        page.type_into("日期", &day).await;
        page.type_into(TIME, "01:30").await;
        page.tick("后到的那次").await;
    });
}
