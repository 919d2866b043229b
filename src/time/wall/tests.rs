//! What the date and the time field read, and what they refuse.

use chrono::{DateTime, Timelike};
use proptest::prelude::*;

use super::*;
use crate::time::instant::{date_text, time_text, wall_text};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn clock(hour: u32, minute: u32, second: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, second).unwrap()
}

#[test]
fn dates_with_the_year_first_are_read() {
    for text in [
        "2027-07-01",
        "2027-7-1",
        "2027/07/01",
        "2027/7/1",
        "2027.7.1",
        "20270701",
        "2027年7月1日",
        "2027 年 7 月 1 日",
        "2027年07月01号",
        "２０２７－０７－０１",
        "２０２７／７／１",
        "  2027-07-01\t",
        "\u{feff}2027-07-01\u{200b}",
        "\u{200e}2027\u{2011}07\u{2011}01",
        "2027−07−01",
        "2027 - 7 - 1",
        "\u{3000}2027-07-01\u{a0}",
    ] {
        assert_eq!(parse_date(text), Ok(day(2027, 7, 1)), "{text:?}");
    }
}

#[test]
fn each_refused_date_says_why() {
    use DateError::*;
    for (text, error) in [
        ("", Missing),
        ("  \u{200b}", Missing),
        ("7/1", Ambiguous),
        ("7/1/2027", Ambiguous),
        ("01-07-2027", Ambiguous),
        ("1.7.2027", Ambiguous),
        ("27-07-01", Ambiguous),
        ("7/1 9am", Ambiguous),
        ("7月1日", YearMissing),
        ("2027-04-31", Impossible),
        ("2027-02-29", Impossible),
        ("2027-13-01", Impossible),
        ("2027-00-10", Impossible),
        ("20270431", Impossible),
        ("0000-01-01", OutOfRange),
        ("10000-01-01", OutOfRange),
        ("99999999999999-01-01", OutOfRange),
        ("tomorrow", NotADate),
        ("2027", NotADate),
        ("2027-07", NotADate),
        ("2027-07/01", NotADate),
        ("2027-07-001", NotADate),
        ("202-07-01", NotADate),
        ("-2027-07-01", NotADate),
        ("2027-07-01x", NotADate),
        ("二〇二七年", NotADate),
    ] {
        assert_eq!(parse_date(text), Err(error), "{text:?}");
    }
    assert_eq!(parse_date("2028-02-29"), Ok(day(2028, 2, 29)));
}

#[test]
fn times_on_the_24_hour_clock_are_read() {
    for (text, time) in [
        ("9:00", clock(9, 0, 0)),
        ("09:00", clock(9, 0, 0)),
        ("09:00:30", clock(9, 0, 30)),
        ("0900", clock(9, 0, 0)),
        ("090030", clock(9, 0, 30)),
        ("９：００", clock(9, 0, 0)),
        ("9点30分", clock(9, 30, 0)),
        ("9点", clock(9, 0, 0)),
        ("9点整", clock(9, 0, 0)),
        ("9点半", clock(9, 30, 0)),
        ("21时5分", clock(21, 5, 0)),
        ("9點30分15秒", clock(9, 30, 15)),
        ("23:59:59", clock(23, 59, 59)),
        ("00:00", clock(0, 0, 0)),
        (" 9 : 00 ", clock(9, 0, 0)),
    ] {
        assert_eq!(parse_time(text), Ok(time), "{text:?}");
    }
}

#[test]
fn each_refused_time_says_why() {
    use TimeError::*;
    for (text, error) in [
        ("", Missing),
        ("9am", TwelveHour),
        ("9:00 PM", TwelveHour),
        ("9 p.m.", TwelveHour),
        ("下午3:00", TwelveHour),
        ("９：００ａｍ", TwelveHour),
        ("24:00", Impossible),
        ("23:59:60", Impossible),
        ("9:60", Impossible),
        ("2500", Impossible),
        ("9", NotATime),
        ("930", NotATime),
        ("9:3", NotATime),
        ("9:30:5", NotATime),
        ("9.30", NotATime),
        ("9:30:00.5", NotATime),
        ("+9:00", NotATime),
        ("nine", NotATime),
        ("009:00", NotATime),
        ("9:00:00:00", NotATime),
    ] {
        assert_eq!(parse_time(text), Err(error), "{text:?}");
    }
}

#[test]
fn a_date_and_a_time_without_offset_wait_for_the_zone() {
    let wall = day(2027, 7, 1).and_time(clock(9, 0, 0));
    for text in [
        "2027-07-01 09:00",
        "2027-07-01T09:00",
        "2027-07-01t09:00:00",
        "2027/7/1  9:00",
        "2027年7月1日9点",
        "2027年7月1日 9:00",
        "2027 年 7 月 1 日 9 点",
        "20270701T0900",
        "２０２７－０７－０１　０９：００",
        "2027-07-01 09:00:00.250",
    ] {
        assert_eq!(parse_pasted(text), Some(Pasted::DateTime(wall)), "{text:?}");
    }
}

#[test]
fn with_an_offset_it_is_an_instant() {
    for (text, unix, offset) in [
        ("2027-07-01T09:00:00Z", 1_814_432_400, 0),
        ("2027-07-01T09:00:00.000Z", 1_814_432_400, 0),
        ("2027-07-01 09:00 UTC", 1_814_432_400, 0),
        ("2027-07-01 09:00:00+0800", 1_814_403_600, 28_800),
        ("2027-07-01 09:00:00 +0800", 1_814_403_600, 28_800),
        ("2027-07-01 09:00 +08:00", 1_814_403_600, 28_800),
        ("2027-07-01 09:00+08", 1_814_403_600, 28_800),
        ("2027-07-01 09:00 UTC+8", 1_814_403_600, 28_800),
        ("2027-07-01 09:00 −03:30", 1_814_445_000, -12_600),
        ("20270701T090000Z", 1_814_432_400, 0),
        (
            "2027-07-01T09:00+08:00[Asia/Shanghai]",
            1_814_403_600,
            28_800,
        ),
    ] {
        let instant = DateTime::from_timestamp(unix, 0).unwrap();
        let expected = Pasted::Instant(Moment { instant, offset });
        assert_eq!(parse_pasted(text), Some(expected), "{text:?}");
    }
}

#[test]
fn each_refused_paste_says_why() {
    use PasteError::*;
    for (text, error) in [
        ("", Date(DateError::Missing)),
        ("hello world", Date(DateError::NotADate)),
        ("7/1 9am", Date(DateError::Ambiguous)),
        ("7/1/2027 09:00", Date(DateError::Ambiguous)),
        ("2027-04-31 09:00", Date(DateError::Impossible)),
        ("2027-07-01", Time(TimeError::Missing)),
        ("2027-07-01 9am", Time(TimeError::TwelveHour)),
        ("2027-07-01 24:00", Time(TimeError::Impossible)),
        ("2027-07-01 09:00 +24:00", Offset),
        ("2027-07-01 09:00-", Offset),
        ("2027-07-01 09:00+08:00:00", Offset),
        ("2027-07-01 09:00 CST", Offset),
        ("2027-07-01 9:00 a.m.", Time(TimeError::TwelveHour)),
        ("2027-07-01 下午9:00", Time(TimeError::TwelveHour)),
        ("2027-07-01 09:00 America/New_York", Offset),
        ("2027-07-01T09:00[Asia/Shanghai]", Offset),
        ("2027-07-01T09:00+08:00[Asia/Shanghai", Offset),
        ("2027-07-01 09:30.5", Time(TimeError::NotATime)),
    ] {
        assert_eq!(parse_date_time(text), Err(error), "{text:?}");
    }
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(any in "\\PC*", near in "[0-9０-９年月日号点分秒TZtz:：/. +−-]{0,24}") {
        for text in [any, near] {
            let _ = parse_date(&text);
            let _ = parse_time(&text);
            let _ = parse_date_time(&text);
        }
    }

    #[test]
    fn what_the_page_writes_it_reads(
        unix in -62_135_596_800_i64..253_402_300_800,
        seconds in any::<bool>(),
    ) {
        let wall = DateTime::from_timestamp(unix, 0).unwrap().naive_utc();
        let wall = if seconds { wall } else { wall.with_second(0).unwrap() };
        prop_assert_eq!(parse_date(&date_text(wall.date())), Ok(wall.date()));
        prop_assert_eq!(parse_time(&time_text(wall.time())), Ok(wall.time()));
        prop_assert_eq!(parse_pasted(&wall_text(wall)), Some(Pasted::DateTime(wall)));
    }
}
