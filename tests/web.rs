//! What only a browser can show: that its Intl gives the offsets, names and texts that the time
//! module expects of it, that no pattern of a template stops the page, and what a debug build notes.
//! Zone data differ between engines and years; each difference is listed.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used)]

use chrono::{DateTime, NaiveDate};
use clocked::app::embed::heard;
use clocked::browser::frame;
use clocked::browser::pattern::matches;
use clocked::text::Lang;
use clocked::time::zone::{choices, read_offsets, search};
use clocked::time::{Moment, Resolved, intl, resolve};
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Written from jiff by an ignored test of `clocked::time`, the format is told there.
const OFFSETS: &str = include_str!("zone_offsets.tsv");

/// Zones whose rules were changed so lately that engines may disagree; more is a fault of ours.
const MAY_DIFFER: usize = 6;

/// The zone's name and its changes, `(unix, offset from then on)`.
fn rows() -> Vec<(&'static str, Vec<(i64, i32)>)> {
    let row = |line: &'static str| {
        let mut fields = line.split('\t');
        let name = fields.next().unwrap();
        let change = |field: &str| {
            let (unix, offset) = field.split_once(' ').unwrap();
            (unix.parse().unwrap(), offset.parse().unwrap())
        };
        (name, fields.map(change).collect())
    };
    OFFSETS.lines().map(row).collect()
}

/// The first thing in which Intl and the row differ.
fn difference(zone: &str, changes: &[(i64, i32)]) -> Option<String> {
    let wrong = |unix: i64, expected: i32| {
        let actual = intl::offset_at(zone, unix);
        (actual != Some(expected)).then(|| {
            let instant = DateTime::from_timestamp(unix, 0).unwrap();
            format!("{zone} at {instant}: expected {expected}, Intl says {actual:?}")
        })
    };
    let (unix, offset) = changes[0];
    wrong(unix, offset).or_else(|| {
        let mut steps = changes.windows(2);
        steps.find_map(|step| {
            wrong(step[1].0 - 1, step[0].1).or_else(|| wrong(step[1].0, step[1].1))
        })
    })
}

fn moment(unix: i64, offset: i32) -> Moment {
    let instant = DateTime::from_timestamp(unix, 0).unwrap();
    Moment { instant, offset }
}

#[wasm_bindgen_test]
fn offsets_are_those_of_the_zone_data() {
    let rows = rows();
    assert!(rows.len() >= 60);
    let differences: Vec<String> = rows
        .iter()
        .filter_map(|(zone, changes)| difference(zone, changes))
        .collect();
    for difference in &differences {
        console_log!("zone data differ: {difference}");
    }
    console_log!(
        "{} zones compared, {} differ",
        rows.len(),
        differences.len()
    );
    assert!(differences.len() <= MAY_DIFFER, "{differences:#?}");
}

#[wasm_bindgen_test]
fn gaps_and_overlaps_are_found_through_intl() {
    let (mut gaps, mut overlaps) = (0, 0);
    for (zone, changes) in rows() {
        if difference(zone, &changes).is_some() {
            continue;
        }
        for step in changes.windows(2) {
            let ((_, before), (change, after)) = (step[0], step[1]);
            let (before_wall, after_wall) = (change + i64::from(before), change + i64::from(after));
            let (first, end) = (before_wall.min(after_wall), before_wall.max(after_wall));
            let at = |wall: i64| {
                let wall = DateTime::from_timestamp(wall, 0).unwrap().naive_utc();
                resolve(wall, |unix| intl::offset_at(zone, unix)).unwrap()
            };
            if before == after {
                continue;
            }
            for wall in [first, (first + end) / 2, end - 1] {
                let by_after = moment(wall - i64::from(after), after);
                let by_before = moment(wall - i64::from(before), before);
                let expected = if after > before {
                    gaps += 1;
                    // Each neighbour lies beyond the change, where the other offset rules.
                    Resolved::Gap {
                        before: Moment {
                            offset: before,
                            ..by_after
                        },
                        after: Moment {
                            offset: after,
                            ..by_before
                        },
                    }
                } else {
                    overlaps += 1;
                    Resolved::Overlap {
                        earlier: by_before,
                        later: by_after,
                    }
                };
                assert_eq!(at(wall), expected, "{zone}");
            }
            assert_eq!(
                at(first - 1),
                Resolved::One(moment(first - 1 - i64::from(before), before))
            );
            assert_eq!(
                at(end),
                Resolved::One(moment(end - i64::from(after), after))
            );
        }
    }
    console_log!("{gaps} wall times in gaps, {overlaps} in overlaps");
    assert!(gaps > 1000 && overlaps > 1000);
}

#[wasm_bindgen_test]
fn seconds_far_years_and_unknown_zones() {
    assert_eq!(
        intl::offset_at("Asia/Shanghai", -3_000_000_000),
        Some(29_143)
    );
    assert_eq!(intl::offset_at("UTC", 0), Some(0));
    assert_eq!(intl::offset_at("Europe/London", 1_800_000_000), Some(0));
    assert_eq!(
        intl::offset_at("Asia/Shanghai", 250_000_000_000),
        Some(28_800)
    );
    assert_eq!(
        intl::offset_at("America/New_York", 64_092_211_200),
        Some(-18_000)
    );
    assert_eq!(intl::offset_at("Nowhere/Land", 0), None);
    assert_eq!(intl::offset_at("", 0), None);
    assert_eq!(intl::offset_at("UTC", 9_000_000_000_000), None);
    let wall = NaiveDate::from_ymd_opt(2027, 7, 1)
        .unwrap()
        .and_hms_opt(9, 0, 0)
        .unwrap();
    assert_eq!(
        resolve(wall, |unix| intl::offset_at("Nowhere/Land", unix)),
        None
    );
}

#[wasm_bindgen_test]
fn the_browser_names_its_zones_and_each_has_an_offset() {
    let names = intl::zone_names();
    assert!(names.len() > 400, "{}", names.len());
    let own = intl::browser_zone();
    assert!(intl::offset_at(&own, 0).is_some(), "{own}");
    let start = intl::now();
    let mut all = choices(&names, Some("Asia/Kolkata"), &own, Some("Etc/GMT-8"));
    read_offsets(&mut all, |zone| intl::offset_at(zone, 1_814_400_000));
    let spent = (intl::now() - start).num_milliseconds();
    console_log!(
        "{} zones listed, own is {own}, all offsets in {spent} ms",
        names.len()
    );
    assert!(all.iter().all(|zone| zone.offset.is_some()));
    let found: Vec<&str> = search(&all, "+8")
        .iter()
        .map(|zone| zone.name.as_str())
        .collect();
    for zone in [
        "Asia/Shanghai",
        "Asia/Singapore",
        "Australia/Perth",
        "Etc/GMT-8",
    ] {
        assert!(found.contains(&zone), "{zone} in {found:?}");
    }
    assert_eq!(search(&all, "kolkata")[0].name, "Asia/Kolkata");
    assert_eq!(search(&all, "new york")[0].name, "America/New_York");
}

#[wasm_bindgen_test]
fn words_are_those_of_the_locale() {
    let date = NaiveDate::from_ymd_opt(2027, 7, 1).unwrap();
    assert_eq!(intl::weekday("en", date), "Thursday");
    assert_eq!(intl::weekday("zh-CN", date), "星期四");
    assert_eq!(intl::weekday("not a locale", date), "");
}

#[wasm_bindgen_test]
fn delays_are_told_in_their_two_largest_units() {
    let day = 86_400;
    for (locale, seconds, text) in [
        ("en", 3 * day + 4 * 3600 + 59, "in 3 days 4 hours"),
        ("zh-CN", 3 * day + 4 * 3600 + 59, "3天4小时后"),
        ("en", 3600 + 60, "in 1 hour 1 minute"),
        ("zh-CN", 5 * 60 + 30, "5分钟30秒钟后"),
        ("en", 2 * day, "in 2 days"),
        ("en", 0, "in 0 seconds"),
        ("zh-CN", 59, "59秒钟后"),
        ("en", 1_234 * day, "in 1,234 days"),
        ("en", -(5 * 60 + 1), "5 minutes 1 second ago"),
        ("zh-CN", -(day + 3600), "1天1小时前"),
    ] {
        assert_eq!(intl::relative(locale, seconds), text);
    }
}

#[wasm_bindgen_test]
fn a_duration_has_no_direction() {
    for (locale, seconds, text) in [
        ("en", -95, "1 minute 35 seconds"),
        ("en", 3600, "1 hour"),
        ("zh-CN", 45, "45秒钟"),
    ] {
        assert_eq!(intl::duration(locale, seconds), text);
    }
}

#[wasm_bindgen_test]
fn numbers_have_the_digits_and_the_plural_of_the_locale() {
    for (locale, number, digits, plural) in [
        ("en", 1, "1", "one"),
        ("en", 0, "0", "other"),
        ("en", 1_000, "1000", "other"),
        ("en", 12_345, "12,345", "other"),
        ("zh-CN", 1, "1", "other"),
        ("ru", 3, "3", "few"),
    ] {
        assert_eq!(intl::number(locale, number).as_deref(), Some(digits));
        assert_eq!(intl::plural(locale, number).as_deref(), Some(plural));
    }
    assert_eq!(intl::plural("not a locale", 1), None);
}

#[wasm_bindgen_test]
fn a_text_has_the_form_of_its_number() {
    assert_eq!(Lang::EN.node_count(1), "1 node");
    assert_eq!(Lang::EN.node_count(12_345), "12,345 nodes");
    assert_eq!(Lang::ZH.node_count(1), "1 个节点");
}

#[wasm_bindgen_test]
fn the_clock_keeps_milliseconds() {
    let now = intl::now();
    assert!(now.timestamp() > 1_700_000_000);
    let drawn = (0..50).any(|_| {
        let until = js_sys::Date::now() + 2.0;
        while js_sys::Date::now() < until {}
        !intl::now().timestamp_subsec_millis().is_multiple_of(10)
    });
    assert!(drawn);
}

#[wasm_bindgen_test]
fn a_pattern_is_tested_as_javascript_tests_it() {
    for (pattern, text, is_match) in [
        (r"^\d+\.\d+$", "1.2", true),
        (r"^\d+\.\d+$", "1.x", false),
        ("b", "abc", true),
        ("", "anything", true),
        (r"^[\s\S]+$", "first\nsecond", true),
        (r"^(?<year>\d{4})-\k<year>$", "2027-2027", true),
        ("^.$", "中", true),
    ] {
        assert_eq!(matches(pattern, text), Some(is_match), "{pattern} {text}");
    }
}

#[wasm_bindgen_test]
fn a_bad_pattern_neither_throws_nor_judges() {
    for pattern in [
        "(",
        "(?<n>",
        "[z-a]",
        "a**",
        "a{2,1}",
        "\\",
        "(?<n>a)(?<n>b)",
    ] {
        for text in ["", "a", "中"] {
            assert_eq!(matches(pattern, text), None, "{pattern} {text}");
        }
    }
    assert_eq!(matches("a", "a"), Some(true), "a good one after them");
}

#[wasm_bindgen_test]
fn an_over_long_pattern_does_not_throw() {
    let nested = format!("{}a{}", "(?:".repeat(4), "){1000}".repeat(4));
    for pattern in [
        "(".repeat(100_000),
        "[z-a]".repeat(100_000),
        "a".repeat(1_000_000),
        nested,
    ] {
        assert_ne!(matches(&pattern, "b"), Some(true));
    }
    // Too deep for some engines.
    assert_ne!(
        matches(
            &format!("{}{}", "(".repeat(100_000), ")".repeat(100_000)),
            "b"
        ),
        Some(false)
    );
    assert_eq!(matches("a", "a"), Some(true), "a good one after them");
}

/// Each takes longer than anybody waits with its text, and some of it only with
/// what stands far behind.
#[wasm_bindgen_test]
fn a_pattern_that_would_not_end_is_not_gone_on_with() {
    let a = "a".repeat(60);
    for (pattern, text) in [
        ("^(a+)+$", format!("{a}!")),
        ("^(a|a)*$", format!("{a}!")),
        ("^(?=.*!)(a+)+$", format!("{a}!")),
        ("^x*(a+)+y*$", format!("xxxxxxxxxx{a}!yyyyyyyyyyyyyyy")),
        ("^([^,]+,?)+$", format!("{a},,")),
        ("^(\\w+\\s?)*$", format!("{a}中文!")),
        ("^((a|a)|(a|a))*$", format!("{a}!")),
        ("^(a+)+$", format!("{a}!{a}")),
        ("^([a-z0-9]+-?)+$", format!("{a}.{a}")),
        ("^(.+)+$", format!("{a}\n{a}")),
        ("^([^,]+)+$", format!("{a},{a}")),
        ("a*a*a*a*b", "a".repeat(20_000)),
        ("a*a*a*a*a*a*a*a*b", "a".repeat(200)),
    ] {
        assert_eq!(matches(pattern, &text), None, "{pattern} {text:.100}");
    }
}

#[wasm_bindgen_test]
fn a_pattern_with_repeated_groups_still_judges_long_texts() {
    let host = r"^([a-z0-9]+(-[a-z0-9]+)*\.)+[a-z]{2,}$";
    let name = "db-primary-01.".repeat(200) + "example.com";
    assert_eq!(matches(host, &name), Some(true));
    assert_eq!(matches(host, &format!("{name}!")), Some(false));
    let lines = "第一行\n".repeat(1000);
    assert_eq!(matches(r"^([^\n]+\n)+$", &lines), Some(true));
    assert_eq!(matches(r"^([^\n]{4}\n)+$", &lines), Some(false));
}

#[wasm_bindgen_test]
fn a_very_long_text_is_not_tested() {
    assert_eq!(matches("^a*$", &"a".repeat(20_000)), Some(true));
    assert_eq!(matches("^a*$", &"a".repeat(20_001)), None);
    // Each step of it tries the rest of the text again.
    assert_eq!(matches("(a*)*b", &"a".repeat(1_000_000)), None);
}

/// The release build says nothing, which its end-to-end tests show.
#[wasm_bindgen_test]
fn what_is_no_message_to_the_page_is_noted_in_a_debug_build() {
    const ORIGIN: &str = "https://portal.example";
    let run = |script: &str| js_sys::eval(script).unwrap().as_string();
    run(
        "globalThis.own = console.warn; globalThis.noted = []; console.warn = (text) => noted.push(text)",
    );
    frame::on_message(ORIGIN.into(), |json| panic!("not of the parent: {json}"));
    run(&format!(
        "dispatchEvent(new MessageEvent('message', {{origin: '{ORIGIN}', data: {{}}}})); ''"
    ));
    assert!(heard(r#"{"source": "clocked", "v": 1, "type": "ask_state"}"#).is_some());
    assert!(heard(r#"{"source": "clocked", "v": 1, "type": "sing"}"#).is_none());
    let noted = run("console.warn = own; noted.join('; ')").unwrap();
    assert_eq!(
        noted,
        "a message that is not from https://portal.example, the parent's; no message to this page: \
         {\"source\": \"clocked\", \"v\": 1, \"type\": \"sing\"}"
    );
}
