//! When a field is red: once it was touched and left, for as long as what is
//! said of it can still be so.

use chrono::Datelike;
use e2e::date::next_years_sunday;
use e2e::{Fault, Stage, fill, play};
use serde_json::json;
use thirtyfour::Key;

const TIME: &str = "时间（24 小时制）";

#[test]
fn nothing_is_red_before_it_was_touched_and_left() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.open_template(fill::RELEASE).await;
        for _ in 0..30 {
            page.key(Key::Tab).await;
        }
        assert!(page.red().await.is_empty(), "{:?}", page.red().await);
        page.type_into("日期", "2027-0").await;
        assert!(page.red().await.is_empty(), "not while it is being typed");
        page.key(Key::Tab).await;
        page.is_refused_at("日期", "看不懂这个日期").await;
        page.type_into("版本", "abc").await;
        assert_eq!(page.error_at("版本").await, "");
        page.key(Key::Tab).await;
        page.is_refused_at("版本", "不符合该变量的格式").await;
        assert_eq!(page.error_at("服务B").await, "", "as empty as it came");
        assert!(
            page.problems().await.is_empty(),
            "no list before the button"
        );
    });
}

#[test]
fn the_longest_name_of_emoji_is_taken() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        let longest = "😀".repeat(128);
        page.type_into("任务名称", &format!("  {longest} ")).await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.body_json()["task_name"], longest.as_str());
        assert_eq!(t.tasks()[0]["task_name"], longest.as_str());
    });
}

#[test]
fn a_pasted_instant_is_shown_on_the_clock_of_the_chosen_zone() {
    play(async |t: &Stage| {
        let page = &t.page;
        let year = t.sandbox.now().year() + 1;
        let instant = format!("{year}-07-01T01:00:00Z");
        t.fill_plain().await;
        page.type_into("日期", &instant).await;
        assert_eq!(page.value_of("日期").await, format!("{year}-07-01"));
        assert_eq!(page.value_of(TIME).await, "09:00");
        page.choose("时区", "America/New_York").await;
        page.type_into(TIME, &instant).await;
        assert_eq!(page.value_of("日期").await, format!("{year}-06-30"));
        assert_eq!(page.value_of(TIME).await, "21:00");
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        let start = format!("{year}-06-30 21:00:00-0400");
        assert_eq!(t.body_json()["plan_start_time"], start.as_str());
    });
}

/// The backend finds the start too early, whatever it is.
async fn start_is_refused(t: &Stage) {
    let message = "params is invalid, error: {'plan_start_time': [ErrorDetail(string='Plan start time \
        should be later than the time to create the plan', code='invalid')]}";
    let fault = Fault::answer(
        200,
        json!({"result": false, "code": 3546100, "message": message}),
        false,
    );
    t.fault("create_clocked_task", fault);
    t.review_and_send().await;
    t.page.is_refused_at(TIME, "后台不接受").await;
}

#[test]
fn another_date_answers_a_refused_start() {
    play(async |t: &Stage| {
        t.fill_plain().await;
        start_is_refused(t).await;
        t.page.type_into("日期", &t.day(41)).await;
        assert!(t.page.red().await.is_empty(), "{:?}", t.page.red().await);
    });
}

#[test]
fn another_zone_answers_a_refused_start() {
    play(async |t: &Stage| {
        t.fill_plain().await;
        start_is_refused(t).await;
        t.page.choose("时区", "America/New_York").await;
        assert!(t.page.red().await.is_empty(), "{:?}", t.page.red().await);
    });
}

#[test]
fn the_other_of_two_times_answers_a_refused_start() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        page.choose("时区", "America/New_York").await;
        page.type_into("日期", &next_years_sunday(t.sandbox.now(), 11, 1))
            .await;
        page.type_into(TIME, "01:30").await;
        page.tick("先到的那次").await;
        start_is_refused(t).await;
        page.tick("后到的那次").await;
        assert!(page.red().await.is_empty(), "{:?}", page.red().await);
    });
}

#[test]
fn the_focus_stays_with_the_variable_whose_button_hides_itself() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.open_template(1).await;
        page.type_into_variable("版本号", "1.0.0").await;
        let id = "c-_24_7bver_7d";
        page.press_at("版本号", "恢复默认").await;
        page.focus_is_on(id).await;
        page.press_at("版本号", "不发送").await;
        page.focus_is_on(id).await;
        page.press_at("版本号", "改为发送").await;
        page.focus_is_on(id).await;
        page.press_at("版本号", "以 JSON 编辑").await;
        page.focus_is_on(id).await;
        page.press("添加变量").await;
        page.press("移除").await;
        page.focus_is_on("add-variable").await;
    });
}
