//! Times as the backend takes and gives them (contract parts 2 and 6): always with an offset,
//! because without one the backend reads them on whatever clock its worker thread had last.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

use super::instant::{Moment, date_text};

/// `YYYY-MM-DD HH:MM:SS±HHMM`. An offset that the format cannot hold (seconds, or a day and more)
/// is replaced by UTC, which keeps the instant. Fractions of a second are not sent.
pub fn to_wire(moment: &Moment) -> String {
    let offset = moment.offset;
    if offset % 60 != 0 || offset.abs() >= 86_400 {
        return to_wire(&moment.in_utc());
    }
    let wall = moment.wall();
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.abs() / 60;
    format!(
        "{} {:02}:{:02}:{:02}{sign}{:02}{:02}",
        date_text(wall.date()),
        wall.hour(),
        wall.minute(),
        wall.second(),
        minutes / 60,
        minutes % 60
    )
}

/// Whether the backend can hold it: year 1 to 9999 both as written and in UTC ("Datetime value
/// out of range" otherwise, contract part 2).
pub fn fits_wire(moment: &Moment) -> bool {
    let fits = |year: i32| (1..=9999).contains(&year);
    fits(moment.wall().year()) && fits(moment.instant.year())
}

/// Reads `2026-11-24 10:21:15+0800` and `2026-11-24 10:21:15 +0800`; the offset also as `±HH:MM`
/// or `Z`, the parts also with `T` between. A text without offset is refused.
pub fn parse_wire(text: &str) -> Option<Moment> {
    let date = fixed_date(text.get(..10)?)?;
    let time = fixed_time(text.get(11..19)?)?;
    if !matches!(text.get(10..11)?, " " | "T") {
        return None;
    }
    let offset = text.get(19..)?;
    let offset = match offset.strip_prefix(' ').unwrap_or(offset) {
        "Z" => 0,
        offset => parse_offset(offset)?,
    };
    moment_of(date.and_time(time), offset)
}

/// `YYYY-MM-DD`, nothing else.
fn fixed_date(text: &str) -> Option<NaiveDate> {
    let [year, month, day] = fields(text, '-')?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// `HH:MM:SS`, nothing else.
fn fixed_time(text: &str) -> Option<NaiveTime> {
    let [hour, minute, second] = fields(text, ':')?;
    NaiveTime::from_hms_opt(hour, minute, second)
}

/// Three numbers, the last two of two digits; the caller has measured the whole.
fn fields(text: &str, mark: char) -> Option<[u32; 3]> {
    let mut parts = text.split(mark);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if second.len() != 2 || third.len() != 2 || parts.next().is_some() {
        return None;
    }
    Some([number(first)?, number(second)?, number(third)?])
}

/// `±HH`, `±H`, `±HHMM`, `±HH:MM` as seconds east of UTC; below 24 hours.
pub(super) fn parse_offset(text: &str) -> Option<i32> {
    let east = match text.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let text = &text[1..];
    let (hours, minutes) = match text.split_once(':') {
        Some((hours, minutes)) if minutes.len() == 2 => (hours, minutes),
        Some(_) => return None,
        None if text.len() == 4 => text.split_at_checked(2)?,
        None => (text, "00"),
    };
    if hours.len() > 2 {
        return None;
    }
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    (hours < 24 && minutes < 60).then_some(east * seconds)
}

/// ASCII digits only: `str::parse` would also take a sign.
fn number(text: &str) -> Option<u32> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        text.parse().ok()
    } else {
        None
    }
}

/// The moment at which a clock with this offset shows `wall`.
pub(super) fn moment_of(wall: NaiveDateTime, offset: i32) -> Option<Moment> {
    let utc = wall.checked_sub_signed(TimeDelta::seconds(offset.into()))?;
    Some(Moment {
        instant: utc.and_utc(),
        offset,
    })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use proptest::prelude::*;

    fn moment(unix: i64, offset: i32) -> Moment {
        let instant = DateTime::from_timestamp(unix, 0).unwrap();
        Moment { instant, offset }
    }

    #[test]
    fn the_offset_is_always_sent() {
        assert_eq!(
            to_wire(&moment(1_814_400_000, 28_800)),
            "2027-07-01 08:00:00+0800"
        );
        assert_eq!(
            to_wire(&moment(1_814_400_000, -12_600)),
            "2027-06-30 20:30:00-0330"
        );
        assert_eq!(
            to_wire(&moment(1_814_400_000, 0)),
            "2027-07-01 00:00:00+0000"
        );
    }

    #[test]
    fn an_offset_with_seconds_is_sent_in_utc() {
        assert_eq!(
            to_wire(&moment(-3_000_000_000, 29_143)),
            "1874-12-07 18:40:00+0000"
        );
    }

    #[test]
    fn both_forms_of_the_backend_are_read() {
        let expected = Some(moment(1_795_486_875, 28_800));
        for text in [
            "2026-11-24 10:21:15+0800",
            "2026-11-24 10:21:15 +0800",
            "2026-11-24T10:21:15+08:00",
        ] {
            assert_eq!(parse_wire(text), expected, "{text}");
        }
        assert_eq!(
            parse_wire("2026-11-24 02:21:15Z"),
            Some(moment(1_795_486_875, 0))
        );
    }

    #[test]
    fn what_has_no_offset_or_another_form_is_refused() {
        for text in [
            "",
            "2026-11-24 10:21:15",
            "2026-11-24 10:21:15 ",
            "2026-11-24 10:21:15  +0800",
            "2026-11-24 10:21:15+2400",
            "2026-11-24 10:21:15+08000",
            "2026-11-24 10:21:15 CST",
            "2026-02-30 10:21:15+0800",
            "2026-11-24 24:00:00+0800",
            "+026-11-24 10:21:15+0800",
            "2026年11月24日 10:21:15+0800",
        ] {
            assert_eq!(parse_wire(text), None, "{text}");
        }
    }

    #[test]
    fn the_edges_of_the_years_are_known() {
        let last = parse_wire("9999-12-31 23:00:00-0800").unwrap();
        assert!(!fits_wire(&last));
        assert!(fits_wire(&parse_wire("9999-12-31 23:00:00+0800").unwrap()));
        assert!(!fits_wire(&parse_wire("0001-01-01 01:00:00+0800").unwrap()));
    }

    proptest! {
        #[test]
        fn what_is_sent_is_read_back(
            unix in -60_000_000_000_i64..250_000_000_000,
            minutes in -1439_i32..=1439,
        ) {
            let moment = moment(unix, minutes * 60);
            prop_assert_eq!(parse_wire(&to_wire(&moment)), Some(moment));
        }

        #[test]
        fn the_instant_survives_any_offset(
            unix in -60_000_000_000_i64..250_000_000_000,
            offset in -100_000_i32..100_000,
        ) {
            let moment = moment(unix, offset);
            let read = parse_wire(&to_wire(&moment)).unwrap();
            prop_assert_eq!(read.instant, moment.instant);
        }

        #[test]
        fn nothing_makes_it_panic(text in "\\PC*", mut date in "[0-9T: +-年]{0,30}") {
            let _ = parse_wire(&text);
            let _ = parse_wire(&date);
            date.insert_str(0, "2026-11-24 10:21:15");
            let _ = parse_wire(&date);
        }
    }
}
