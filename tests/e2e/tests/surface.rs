//! What surrounds the job: languages and looks, the page before its program is
//! there, and the clock of whoever looks at it.

use chrono::Datelike;
use e2e::date::instant;
use e2e::stage::{dist, play_after, play_in_zone, play_on, play_slowly};
use e2e::{Stage, play};
use serde_json::Value;
use thirtyfour::Key;

#[test]
fn a_change_of_language_or_theme_keeps_everything_that_was_typed() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.press("添加变量").await;
        page.type_into("KEY", "${own}").await;
        page.type_into("值", "x").await;
        page.tick("只发送修改过的").await;
        let typed = values(&page.typed().await);
        page.press("English").await;
        page.focus_is_named("中文").await;
        page.has_heading("What to run").await;
        assert_eq!(values(&page.typed().await), typed);
        page.choose("Appearance", "Dark").await;
        assert_eq!(values(&page.typed().await), typed);
        let dark = page
            .run("return document.documentElement.dataset.theme", &[])
            .await;
        assert_eq!(dark, "dark");
        assert_eq!(page.driver.title().await.unwrap(), "Plan a run");
        let lang = page.run("return document.documentElement.lang", &[]).await;
        assert_eq!(lang, "en");
        page.press("Plan this run…").await;
        page.has_heading("Please check").await;
        page.press("Confirm and plan").await;
        page.has_heading("Planned as #1").await;
        assert_eq!(t.body_json()["task_name"], "夜间发布");
        assert_eq!(t.body_json()["task_parameters"]["constants"]["${own}"], "x");
        page.press("中文").await;
        page.has_heading("计划任务 #1 已创建").await;
    });
}

/// Without the words of radio buttons and checkboxes, which are translated.
fn values(typed: &Value) -> Vec<Value> {
    let fields = typed.as_array().unwrap();
    fields.iter().map(|field| field[1].clone()).collect()
}

#[test]
fn the_chosen_language_and_theme_are_there_again_after_a_reload() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.open("").await;
        page.press("中文").await;
        page.choose("外观", "深色").await;
        t.open("").await;
        page.has_heading("任务目标").await;
        assert_eq!(page.value_of("外观").await, "深色");
    });
}

/// Else a reload would go back to the address's own.
#[test]
fn a_language_in_the_address_follows_the_switch() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.open("lang=zh&bk_biz_id=2&template_id=3").await;
        page.press("English").await;
        page.has_heading("What to run").await;
        page.driver.refresh().await.expect("it reloads");
        page.settles().await;
        page.has_heading("What to run").await;
        let asked = page.run("return location.search", &[]).await;
        assert_eq!(asked, "?bk_biz_id=2&template_id=3&lang=en");
        // Nor does the way back from another screen know the old one.
        page.press("Planned runs").await;
        page.press("中文").await;
        page.press("返回表单").await;
        page.has_heading("任务目标").await;
        page.driver.refresh().await.expect("it reloads");
        page.settles().await;
        page.has_heading("任务目标").await;
    });
}

#[test]
fn where_the_browser_keeps_nothing_the_page_works_all_the_same() {
    let refuse =
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no') }})";
    play_after(refuse, async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        page.press("English").await;
        page.press("Plan this run…").await;
        page.press("Confirm and plan").await;
        page.has_heading("Planned as #1").await;
    });
}

#[test]
fn something_is_there_before_the_program_has_arrived() {
    play_slowly(async |t: &Stage| {
        let page = &t.page;
        t.visit("lang=zh").await;
        page.has_heading("正在打开…").await;
        page.has_no_barriers("the page before its program").await;
        page.has_heading("任务目标").await;
        assert!(!page.has(&["heading"], "正在打开…").await);
    });
}

#[test]
fn a_program_that_does_not_arrive_is_told_with_a_way_on() {
    let copy = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(dist()).unwrap() {
        let entry = entry.unwrap();
        if !entry.file_name().to_string_lossy().contains(".wasm") {
            std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
        }
    }
    play_on(copy.path().to_owned(), async |t: &Stage| {
        let page = &t.page;
        t.may_fail(".wasm");
        t.visit("lang=zh").await;
        page.has_heading("页面未能打开").await;
        page.sees("404").await;
        page.has_no_barriers("a page without its program").await;
        page.find(&["button"], "重新加载").await;
        assert!(!page.has(&["heading"], "正在打开…").await);
    });
}

#[test]
fn a_browser_without_webassembly_is_told_so() {
    play_after("delete globalThis.WebAssembly", async |t: &Stage| {
        let page = &t.page;
        t.visit("lang=en").await;
        page.sees("This browser has no WebAssembly").await;
        page.has_no_barriers("a browser without WebAssembly").await;
    });
}

/// The start that is sent for a day of next year, planned by somebody whose
/// browser is in a zone.
async fn planned(t: &Stage, zone: &str, day: &str) -> String {
    let page = &t.page;
    t.open_template(e2e::fill::PLAIN).await;
    assert_eq!(page.value_of("时区").await, zone);
    let year = t.sandbox.now().year() + 1;
    page.type_into("日期", &format!("{year}-{day}")).await;
    page.type_into("时间（24 小时制）", "01:02:03").await;
    t.review_and_send().await;
    page.has_heading("计划任务 #").await;
    page.sees("记录与发送的内容一致").await;
    let body: Value = serde_json::from_str(&t.creations().pop().unwrap().body).unwrap();
    let start = body["plan_start_time"].as_str().unwrap().to_owned();
    let stored = t.tasks()[0]["plan_start_time"].as_str().unwrap().to_owned();
    assert_eq!(instant(&start), instant(&stored), "to the second");
    start.strip_prefix(&format!("{year}-")).unwrap().to_owned()
}

#[test]
fn the_offset_is_that_of_the_zone_on_the_chosen_day() {
    for (zone, winter, summer) in [
        ("Asia/Shanghai", "+0800", "+0800"),
        ("America/New_York", "-0500", "-0400"),
        ("Australia/Lord_Howe", "+1100", "+1030"),
        ("Australia/Eucla", "+0845", "+0845"),
        ("Pacific/Kiritimati", "+1400", "+1400"),
        ("UTC", "+0000", "+0000"),
    ] {
        play_in_zone(zone, async |t: &Stage| {
            for (day, offset) in [("01-15", winter), ("07-15", summer)] {
                let start = planned(t, zone, day).await;
                assert_eq!(start, format!("{day} 01:02:03{offset}"), "{zone}");
            }
        });
    }
}

#[test]
fn the_business_zone_counts_and_the_viewers_own_time_stands_beside_it() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.sandbox
            .set_config(Some(r#"{"zone": "America/New_York"}"#));
        t.open_template(e2e::fill::PLAIN).await;
        assert_eq!(page.value_of("时区").await, "America/New_York");
        page.sees("与你浏览器的时区（Asia/Shanghai）不同").await;
        let year = t.sandbox.now().year() + 1;
        page.type_into("日期", &format!("{year}-01-15")).await;
        page.type_into("时间（24 小时制）", "20:00").await;
        page.sees(&format!(
            "你的时间：{year}-01-16 09:00:00，Asia/Shanghai (UTC+08:00)"
        ))
        .await;
        page.sees(&format!("UTC {year}-01-16 01:00:00")).await;
        t.review().await;
        page.sees("20:00:00，America/New_York (UTC-05:00)").await;
        t.send().await;
        page.has_heading("计划任务 #1").await;
        let start = t.body_json()["plan_start_time"].clone();
        assert_eq!(start, format!("{year}-01-15 20:00:00-0500").as_str());
        page.sees("20:00:00，America/New_York (UTC-05:00)").await;
    });
}

#[test]
fn a_zone_is_found_by_city_by_offset_and_by_its_chinese_name() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        for (typed, zone) in [
            ("new york", "America/New_York"),
            ("+8:45", "Australia/Eucla"),
            ("东京", "Asia/Tokyo"),
            ("utc", "UTC"),
        ] {
            page.type_into("时区", typed).await;
            page.press_option(zone).await;
            assert_eq!(page.value_of("时区").await, zone);
        }
        page.type_into("时区", "nowhere").await;
        page.sees("没有匹配的时区").await;
        page.key(Key::Escape).await;
        assert_eq!(page.value_of("时区").await, "UTC", "nothing was chosen");
    });
}

#[test]
fn quick_picks_and_pasted_moments_fill_in_date_and_time() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.open_template(e2e::fill::PLAIN).await;
        page.press("10 分钟后").await;
        t.review().await;
        let body: Value = serde_json::from_str(&page.request_json().await).unwrap();
        let start = instant(body["plan_start_time"].as_str().unwrap());
        let minutes = (start - t.sandbox.now()).num_seconds();
        assert!((480..=660).contains(&minutes), "{minutes} seconds ahead");
        page.press("返回修改").await;
        let day = t.day(50);
        page.type_into("日期", &format!("{day}T22:00:00Z")).await;
        t.review().await;
        let body: Value = serde_json::from_str(&page.request_json().await).unwrap();
        let start = instant(body["plan_start_time"].as_str().unwrap());
        assert_eq!(start, instant(&format!("{day} 22:00:00+0000")));
    });
}
