//! The planned moment: whoever plans from wherever means one instant, and is
//! told of it as often as is useful.

use std::time::Duration;

use chrono::{Datelike, TimeDelta};
use e2e::date::instant;
use e2e::stage::play_in_zone;
use e2e::wait::{until, until_within};
use e2e::{Stage, not_in, play};
use serde_json::{Value, json};
use thirtyfour::Key;

struct Words {
    lang: &'static str,
    date: &'static str,
    time: &'static str,
    zone: &'static str,
    plan: &'static str,
    confirm: &'static str,
    planned: &'static str,
    matches: &'static str,
}

const ZH: Words = Words {
    lang: "zh",
    date: "日期",
    time: "时间（24 小时制）",
    zone: "时区",
    plan: "创建计划任务…",
    confirm: "确认创建",
    planned: "计划任务 #",
    matches: "记录与发送的内容一致",
};

const EN: Words = Words {
    lang: "en",
    date: "Date",
    time: "Time (24-hour)",
    zone: "Time zone",
    plan: "Plan this run…",
    confirm: "Confirm and plan",
    planned: "Planned as #",
    matches: "The record is what was sent",
};

async fn open(t: &Stage, words: &Words) {
    t.open(&format!("lang={}&bk_biz_id=2&template_id=3", words.lang))
        .await;
    t.page.settles().await;
}

/// Plans for a quarter past one on a day of next year, from a browser in a zone,
/// and holds body, stored task and record to that instant.
async fn plan_from(t: &Stage, words: &Words, zone: &str, day: &str, offset: &str) {
    let page = &t.page;
    open(t, words).await;
    assert_eq!(page.value_of(words.zone).await, zone);
    let date = format!("{}-{day}", t.sandbox.now().year() + 1);
    page.type_into(words.date, &date).await;
    page.type_into(words.time, "01:15:07").await;
    page.press(words.plan).await;
    t.send_in(words.confirm).await;
    page.has_heading(words.planned).await;
    page.sees(words.matches).await;
    let body: Value = serde_json::from_str(&t.creations().pop().unwrap().body).unwrap();
    let sent = body["plan_start_time"].as_str().unwrap();
    assert_eq!(sent, format!("{date} 01:15:07{offset}"), "{zone}");
    let tasks = t.tasks();
    let stored = tasks[0]["plan_start_time"].as_str().unwrap();
    assert_eq!(instant(stored), instant(sent), "{zone}");
    let (hours, minutes) = offset.split_at(3);
    let shown = match offset {
        "+0000" => format!("01:15:07，{zone}"),
        _ => format!("01:15:07，{zone} (UTC{hours}:{minutes})"),
    };
    let shown = match words.lang {
        "zh" => shown,
        _ => shown.replacen('，', ", ", 1),
    };
    page.sees(&shown).await;
}

fn plan_from_everywhere(words: &Words) {
    for (zone, winter, summer) in [
        ("Asia/Shanghai", "+0800", "+0800"),
        ("America/New_York", "-0500", "-0400"),
        ("Australia/Lord_Howe", "+1100", "+1030"),
        ("Asia/Kathmandu", "+0545", "+0545"),
        ("Pacific/Apia", "+1300", "+1300"),
        ("UTC", "+0000", "+0000"),
    ] {
        play_in_zone(zone, async |t: &Stage| {
            plan_from(t, words, zone, "01-15", winter).await;
            plan_from(t, words, zone, "07-15", summer).await;
        });
    }
}

#[test]
fn from_six_zones_in_chinese_the_instant_is_right_to_the_second() {
    plan_from_everywhere(&ZH);
}

#[test]
fn from_six_zones_in_english_the_instant_is_right_to_the_second() {
    plan_from_everywhere(&EN);
}

/// The options of the open list with what stands beside them.
async fn options(t: &Stage) -> Vec<String> {
    t.page.lines("#plan-zone-list [role=option]").await
}

#[test]
fn the_zones_tell_their_offset_on_the_chosen_date() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t, &ZH).await;
        let year = t.sandbox.now().year() + 1;
        for (day, offset) in [("01-15", "UTC-05:00"), ("07-15", "UTC-04:00")] {
            page.type_into("日期", &format!("{year}-{day}")).await;
            page.type_into("时间（24 小时制）", "12:00").await;
            page.type_into("时区", "new york").await;
            until("New York with its offset", async || {
                let found = options(t).await;
                let is_it = |own: &String| own.contains("America/New_York") && own.contains(offset);
                match found.iter().any(is_it) {
                    true => Ok(()),
                    false => Err(format!("{found:?}")),
                }
            })
            .await;
            page.key(Key::Escape).await;
        }
    });
}

#[test]
fn the_wheel_reaches_the_last_zone() {
    not_in!(WebKit: "its driver turns the wheel over the page alone");
    play(async |t: &Stage| {
        let page = &t.page;
        open(t, &ZH).await;
        page.type_into("时区", "").await;
        let place = "const box = document.getElementById('plan-zone-list').getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2]";
        let place = page.run(place, &[]).await;
        let (x, y) = (place[0].as_f64().unwrap(), place[1].as_f64().unwrap());
        until_within(Duration::from_secs(60), "the end of the list", async || {
            page.wheel(x, y, 4000).await;
            let script = "const list = document.getElementById('plan-zone-list');
                const all = list.querySelectorAll('[role=option]');
                const last = all[all.length - 1].getBoundingClientRect();
                return [all.length, last.bottom <= list.getBoundingClientRect().bottom + 1]";
            let now = page.run(script, &[]).await;
            match now[0].as_u64() > Some(400) && now[1] == true {
                true => Ok(()),
                false => Err(now.to_string()),
            }
        })
        .await;
    });
}

#[test]
fn a_countdown_ticks_without_being_told_again() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t, &ZH).await;
        // Its seconds are counted.
        let start = t.sandbox.now() + TimeDelta::minutes(5);
        page.type_into("日期", &start.format("%Y-%m-%dT%H:%M:%SZ").to_string())
            .await;
        page.sees("后").await;
        page.sees("可以提交").await;
        let watch = "window.told = 0;
            const watch = new MutationObserver((changes) => {
                for (const { target } of changes) {
                    const element = target.nodeType === 1 ? target : target.parentElement;
                    const region = element?.closest('[role=status], [role=alert], [aria-live]');
                    if (region && !element.closest('[role=timer]')) window.told += 1;
                }
            });
            watch.observe(document.body, {subtree: true, childList: true, characterData: true})";
        page.run(watch, &[]).await;
        let text = "return document.querySelector('.understood .countdown').textContent";
        let mut seen = vec![page.run(text, &[]).await];
        until("three more seconds", async || {
            let now = page.run(text, &[]).await;
            if seen.last() != Some(&now) {
                seen.push(now);
            }
            match seen.len() {
                4.. => Ok(()),
                _ => Err(format!("{seen:?}")),
            }
        })
        .await;
        assert_eq!(page.run("return window.told", &[]).await, 0, "{seen:?}");
    });
}

#[test]
fn a_moment_that_passes_under_the_open_form_is_told() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t, &ZH).await;
        let start = t.sandbox.now() + TimeDelta::seconds(15);
        page.type_into("日期", &start.format("%Y-%m-%dT%H:%M:%SZ").to_string())
            .await;
        page.key(Key::Tab).await;
        page.type_into("时间（24 小时制）", &start.format("%H:%M:%S").to_string())
            .await;
        page.choose("时区", "UTC").await;
        page.type_into("日期", &start.format("%Y-%m-%d").to_string())
            .await;
        page.sees("不到一分钟就要启动").await;
        page.is_refused_at("时间（24 小时制）", "启动时间必须晚于现在")
            .await;
    });
}

#[test]
fn a_moment_more_than_a_year_away_is_remarked_upon() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t, &ZH).await;
        let year = t.sandbox.now().year() + 2;
        page.type_into("日期", &format!("{year}-07-15")).await;
        page.type_into("时间（24 小时制）", "12:00").await;
        page.sees("一年以后：到那时时区规则可能改变").await;
    });
}

/// The sentence of a list's row, its visible parts in one line.
async fn row_says(t: &Stage, number: usize) -> String {
    let parts = "moment-main, .moment-own, .moment-more > span:not(.visually-hidden)";
    let row = format!(".runs > li:nth-child({number}) .run-start :is(.{parts})");
    t.page.lines(&row).await.join(" | ")
}

#[test]
fn planned_runs_say_their_moment_in_full_and_keep_it_on_another_clock() {
    play_in_zone("America/New_York", async |t: &Stage| {
        let page = &t.page;
        let config = r#"{"zone": "Asia/Shanghai"}"#;
        t.sandbox.set_config(Some(config));
        let year = t.sandbox.now().year() + 1;
        // The same instant, as two offices write it.
        for start in ["01-15 22:00:00-0500", "01-16 11:00:00+0800"] {
            let start = format!("{year}-{start}");
            let task = json!({"project_id": 1, "template_id": 3, "template_name": "巡检",
                "task_name": start, "plan_start_time": start, "state": "not_started",
                "creator": "alice", "task_parameters": {"constants": {}}});
            t.sandbox.add_task(&task.to_string()).unwrap();
        }
        let weekday = chrono::NaiveDate::from_ymd_opt(year, 1, 16).unwrap();
        let weekday = weekday.format("%A").to_string();
        t.visit("lang=en&bk_biz_id=2&view=planned").await;
        let main = format!("{weekday} {year}-01-16 11:00:00, Asia/Shanghai (UTC+08:00)");
        let own = format!("Your own time: {year}-01-15 22:00:00, America/New_York (UTC-05:00)");
        page.sees(&main).await;
        for row in [1, 2] {
            let said = row_says(t, row).await;
            let expected = format!("{main} | {own} | UTC {year}-01-16 03:00:00 | in ");
            assert!(said.starts_with(&expected), "{said}\n{expected}");
        }
        page.press(&format!("{year}-01-15 22:00:00-0500")).await;
        page.sees(&main).await;
        page.sees(&own).await;
        page.driver.back().await.expect("back to the list");
        page.sees("2 of 2 read").await;
        page.press(&format!(
            "Plan another like this : {year}-01-15 22:00:00-0500"
        ))
        .await;
        page.focus_is_on("copied").await;
        page.settles().await;
        assert_eq!(page.value_of(EN.zone).await, "Asia/Shanghai");
        assert_eq!(page.value_of(EN.date).await, format!("{year}-01-16"));
        assert_eq!(page.value_of(EN.time).await, "11:00");
        page.press(EN.plan).await;
        page.sees("planned within ten minutes of it already").await;
        t.send_in(EN.confirm).await;
        page.has_heading(EN.planned).await;
        page.sees(EN.matches).await;
        let body: Value = serde_json::from_str(&t.creations().pop().unwrap().body).unwrap();
        let sent = instant(body["plan_start_time"].as_str().unwrap());
        assert_eq!(sent, instant(&format!("{year}-01-15 22:00:00-0500")));
    });
}

#[test]
fn a_moment_that_passes_under_the_open_review_is_not_sent() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t, &ZH).await;
        let start = t.sandbox.now() + TimeDelta::seconds(15);
        page.type_into("日期", &start.format("%Y-%m-%dT%H:%M:%SZ").to_string())
            .await;
        t.review().await;
        page.sees("启动时间已经过去，请返回修改").await;
        // Whoever presses all the same.
        page.press(ZH.confirm).await;
        page.focus_is_on("late").await;
        page.sees("启动时间已经过去，请返回修改").await;
        let left = page.text().await;
        assert!(!left.contains("秒后") && !left.contains("秒钟后"), "{left}");
        assert!(t.creations().is_empty());
    });
}

#[test]
fn an_instant_that_is_typed_key_by_key_is_taken_when_it_is_complete() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t, &ZH).await;
        let year = t.sandbox.now().year() + 1;
        let field = page.field("日期").await;
        let typed = format!("{year}-07-01T09:30:15+05:45");
        field.send_keys(typed.as_str()).await.unwrap();
        assert_eq!(page.value_of("日期").await, typed, "still being typed");
        page.key(Key::Tab).await;
        assert_eq!(page.value_of("日期").await, format!("{year}-07-01"));
        assert_eq!(page.value_of("时间（24 小时制）").await, "11:45:15");
        // Without leaving the field, and with the zone whose clock was read.
        page.type_into("日期", "").await;
        let field = page.field("日期").await;
        let typed = format!("{year}-07-01T09:30:15+05:45[Asia/Kathmandu]");
        field.send_keys(typed.as_str()).await.unwrap();
        page.control(Key::Enter).await;
        page.has_heading("请核对").await;
        page.sees("11:45:15，Asia/Shanghai (UTC+08:00)").await;
    });
}

#[test]
fn a_zone_that_only_its_name_finds_can_be_chosen() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t, &ZH).await;
        let year = t.sandbox.now().year() + 1;
        page.type_into("日期", &format!("{year}-07-01 09:30")).await;
        for (zone, offset) in [("US/Pacific", "-07:00"), ("Etc/GMT+5", "-05:00")] {
            page.type_into("时区", zone).await;
            page.key(Key::Enter).await;
            page.sees(&format!("09:30:00，{zone} (UTC{offset})")).await;
        }
    });
}

#[test]
fn a_business_zone_that_the_browser_does_not_list_is_first_and_can_be_chosen_again() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t, &ZH).await;
        // Of one clock; no browser lists all of them.
        let script = "const listed = Intl.supportedValuesOf('timeZone');
            return ['Etc/GMT-8', 'Asia/Chongqing', 'PRC'].find((zone) => !listed.includes(zone))";
        let zone = page.run(script, &[]).await;
        let zone = zone.as_str().expect("one that is not listed");
        let config = json!({"zone": zone}).to_string();
        t.sandbox.set_config(Some(&config));
        open(t, &ZH).await;
        assert_eq!(page.value_of("时区").await, zone);
        page.choose("时区", "Asia/Tokyo").await;
        page.type_into("时区", "").await;
        until("the business zone first", async || match options(t).await {
            all if all.first().is_some_and(|own| own.contains(zone)) => Ok(()),
            all => Err(format!("{:?}", all.first())),
        })
        .await;
        page.press_option(zone).await;
        let year = t.sandbox.now().year() + 1;
        page.type_into("日期", &format!("{year}-07-01 09:30")).await;
        t.review_and_send().await;
        page.has_heading(ZH.planned).await;
        let start = &t.body_json()["plan_start_time"];
        assert_eq!(*start, format!("{year}-07-01 09:30:00+0800").as_str());
    });
}

#[test]
fn arrow_keys_step_the_part_of_a_date_or_time_that_the_caret_is_in() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t, &ZH).await;
        let year = t.sandbox.now().year() + 1;
        page.type_into("日期", &format!("{year}-01-31")).await;
        page.key(Key::Home).await;
        for (key, date) in [
            (Key::Up, format!("{}-01-31", year + 1)),
            (Key::Down, format!("{year}-01-31")),
        ] {
            page.key(key).await;
            assert_eq!(page.value_of("日期").await, date);
        }
        page.key(Key::End).await;
        page.key(Key::Up).await;
        assert_eq!(page.value_of("日期").await, format!("{year}-02-01"));
        page.type_into("时间（24 小时制）", "23:59:59").await;
        page.key(Key::Up).await;
        assert_eq!(page.value_of("时间（24 小时制）").await, "23:59:00");
        page.key(Key::Home).await;
        page.key(Key::Up).await;
        assert_eq!(page.value_of("时间（24 小时制）").await, "00:59:00");
        page.sees(&format!("{year}-02-01")).await;
        page.sees("00:59:00，Asia/Shanghai (UTC+08:00)").await;
    });
}

#[test]
fn dates_and_times_are_taken_as_people_write_them_in_any_locale() {
    not_in!(WebKit: "its driver does not change the locale");
    play(async |t: &Stage| {
        let page = &t.page;
        let year = t.sandbox.now().year() + 1;
        // Digits and calendar of these are others than those on the wire.
        let own = "const { locale, calendar } = Intl.DateTimeFormat().resolvedOptions();
            return [locale.slice(0, 5), calendar]";
        for (locale, calendar) in [
            ("ar-EG", "gregory"),
            ("fa-IR", "persian"),
            ("th-TH-u-ca-buddhist", "buddhist"),
        ] {
            page.system_speaks(Some(locale)).await;
            open(t, &ZH).await;
            let own = page.run(own, &[]).await;
            assert_eq!(own, json!([&locale[..5], calendar]), "it took effect");
            page.type_into("日期", &format!("{year}年7月1日")).await;
            page.type_into("时间（24 小时制）", "０９：３０").await;
            page.sees(&format!("{year}-07-01")).await;
            page.sees("09:30:00，Asia/Shanghai (UTC+08:00)").await;
            page.system_speaks(None).await;
        }
        page.type_into("日期", "7/1 9am").await;
        page.type_into("时间（24 小时制）", "9am").await;
        page.press(ZH.plan).await;
        page.is_refused_at("时间（24 小时制）", "24 小时制").await;
        page.is_refused_at("日期", "年").await;
        page.type_into("时间（24 小时制）", "").await;
        page.type_into("日期", &format!("{year}-07-01 09:30")).await;
        t.review_and_send().await;
        page.has_heading(ZH.planned).await;
        let body: Value = serde_json::from_str(&t.creations().pop().unwrap().body).unwrap();
        let sent = body["plan_start_time"].as_str().unwrap();
        assert_eq!(sent, format!("{year}-07-01 09:30:00+0800"));
    });
}
