//! `resolve` against jiff, which has zone rules of its own.

use chrono::{DateTime, NaiveDateTime};
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone, db};
use proptest::prelude::*;

use super::{Moment, Resolved, resolve};

fn zones() -> Vec<TimeZone> {
    let database = db();
    let names = database.available();
    let zones: Vec<_> = names
        .filter_map(|name| database.get(name.as_str()).ok())
        .collect();
    assert!(
        zones.len() > 400,
        "jiff finds only {} zones here",
        zones.len()
    );
    zones
}

fn offset_at(zone: &TimeZone, unix: i64) -> Option<i32> {
    let instant = Timestamp::from_second(unix).ok()?;
    Some(zone.to_offset(instant).seconds())
}

/// Unix seconds of the zone's changes within these years.
fn changes(zone: &TimeZone, from: i16, until: i16) -> Vec<i64> {
    let year = |year| {
        let midnight = civil::datetime(year, 1, 1, 0, 0, 0, 0);
        Offset::UTC.to_timestamp(midnight).unwrap()
    };
    let end = year(until);
    zone.following(year(from))
        .map(|change| change.timestamp())
        .take_while(|instant| *instant < end)
        .map(|instant| instant.as_second())
        .collect()
}

/// Fails unless both say the same of this wall time, given in seconds; counts what they said.
fn agree(zone: &TimeZone, wall: i64, seen: &mut [usize; 3]) {
    let ours: NaiveDateTime = DateTime::from_timestamp(wall, 0).unwrap().naive_utc();
    let theirs = Offset::UTC.to_datetime(Timestamp::from_second(wall).unwrap());
    let theirs = zone.to_ambiguous_timestamp(theirs);
    let kind = theirs.offset();
    let earlier = theirs.earlier().unwrap().as_second();
    let later = theirs.later().unwrap().as_second();
    let moment = |unix: i64| Moment {
        instant: DateTime::from_timestamp(unix, 0).unwrap(),
        offset: offset_at(zone, unix).unwrap(),
    };
    let (place, expected) = match kind {
        AmbiguousOffset::Unambiguous { .. } => (0, Resolved::One(moment(earlier))),
        AmbiguousOffset::Gap { .. } => (
            1,
            Resolved::Gap {
                before: moment(earlier),
                after: moment(later),
            },
        ),
        AmbiguousOffset::Fold { .. } => (
            2,
            Resolved::Overlap {
                earlier: moment(earlier),
                later: moment(later),
            },
        ),
    };
    seen[place] += 1;
    let resolved = resolve(ours, |unix| offset_at(zone, unix));
    assert_eq!(resolved, Some(expected), "{ours} in {:?}", zone.iana_name());
}

/// At each change: the instant itself, a second to either side, and the middle, on both clocks.
fn agree_at_changes(from: i16, until: i16) -> [usize; 3] {
    let mut seen = [0; 3];
    for zone in zones() {
        for change in changes(&zone, from, until) {
            let before = change + i64::from(offset_at(&zone, change - 1).unwrap());
            let after = change + i64::from(offset_at(&zone, change).unwrap());
            let middle = (before + after).div_euclid(2);
            for wall in [before, after, middle] {
                for wall in wall - 1..=wall + 1 {
                    agree(&zone, wall, &mut seen);
                }
            }
        }
    }
    seen
}

#[test]
fn at_every_change_of_every_zone_from_2020_to_2040_as_jiff_says() {
    let [one, gap, overlap] = agree_at_changes(2020, 2041);
    println!("compared: {one} plain, {gap} in gaps, {overlap} in overlaps");
    assert!(gap > 10_000 && overlap > 10_000);
}

#[test]
fn at_every_change_since_1970_as_jiff_says() {
    let [one, gap, overlap] = agree_at_changes(1970, 2020);
    println!("compared: {one} plain, {gap} in gaps, {overlap} in overlaps");
    assert!(gap > 10_000 && overlap > 10_000);
}

/// Half-hour and three-quarter-hour zones, date lines, Ramadan, the southern half, former lost days.
const SAMPLE: &str = "\
UTC Africa/Abidjan Africa/Cairo Africa/Casablanca Africa/Johannesburg Africa/Lagos \
Africa/Monrovia Africa/Nairobi America/Adak America/Anchorage America/Argentina/Buenos_Aires \
America/Asuncion America/Bogota America/Caracas America/Chicago America/Denver America/Halifax \
America/Havana America/Lima America/Los_Angeles America/Mexico_City America/Miquelon \
America/New_York America/Nuuk America/Panama America/Phoenix America/Port-au-Prince \
America/Santiago America/Sao_Paulo America/Scoresbysund America/St_Johns America/Toronto \
America/Vancouver Antarctica/Troll Asia/Almaty Asia/Amman Asia/Beirut Asia/Colombo Asia/Dhaka \
Asia/Dubai Asia/Gaza Asia/Hong_Kong Asia/Jakarta Asia/Jerusalem Asia/Kabul Asia/Karachi \
Asia/Kathmandu Asia/Kolkata Asia/Manila Asia/Pyongyang Asia/Seoul Asia/Shanghai Asia/Singapore \
Asia/Taipei Asia/Tehran Asia/Tokyo Asia/Urumqi Asia/Vladivostok Asia/Yangon Atlantic/Azores \
Atlantic/Reykjavik Australia/Adelaide Australia/Brisbane Australia/Eucla Australia/Lord_Howe \
Australia/Melbourne Australia/Sydney Etc/GMT-14 Etc/GMT+12 Europe/Berlin Europe/Chisinau \
Europe/Dublin Europe/Istanbul Europe/Kyiv Europe/Lisbon Europe/London Europe/Moscow Europe/Paris \
Pacific/Apia Pacific/Auckland Pacific/Chatham Pacific/Easter Pacific/Fiji Pacific/Honolulu \
Pacific/Kiritimati Pacific/Kwajalein Pacific/Marquesas Pacific/Norfolk Pacific/Pago_Pago \
Pacific/Tongatapu";

/// One zone a line: its name, then `unix offset` by tabs, each offset in force until the next.
#[test]
#[ignore = "rewrites tests/zone_offsets.tsv"]
fn write_the_table_for_the_browser_tests() {
    let mut table = String::new();
    for name in SAMPLE.split_whitespace() {
        let zone = TimeZone::get(name).unwrap();
        let former = [
            "Africa/Monrovia",
            "Pacific/Apia",
            "Pacific/Kiritimati",
            "Pacific/Kwajalein",
        ];
        let from = if former.contains(&name) { 1970 } else { 2020 };
        table += name;
        let start = civil::datetime(from, 1, 1, 0, 0, 0, 0);
        let start = Offset::UTC.to_timestamp(start).unwrap().as_second();
        for unix in [vec![start], changes(&zone, from, 2041)].concat() {
            table += &format!("\t{unix} {}", offset_at(&zone, unix).unwrap());
        }
        table.push('\n');
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/zone_offsets.tsv");
    std::fs::write(path, table).unwrap();
}

proptest! {
    #[test]
    fn at_any_time_in_any_zone_as_jiff_says(
        zone in prop::sample::select(zones()),
        wall in -4_000_000_000_i64..30_000_000_000,
    ) {
        agree(&zone, wall, &mut [0; 3]);
    }
}
