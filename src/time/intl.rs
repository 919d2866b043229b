//! The one file that asks the browser: zone offsets, zone names, weekdays and numbers by its Intl,
//! and its clock. What Intl refuses by throwing comes back as `None` or as an empty text.
//! Formatters are costly to make and are kept for the life of the page.

use chrono::{DateTime, NaiveDate, NaiveTime};
use js_sys::{Array, Date, Map, Object, Reflect};
use wasm_bindgen::prelude::*;

use super::city;
use super::instant::Instant;
use crate::sort;

// The bindings of js-sys let an exception of these constructors through the wasm frames.
#[wasm_bindgen]
extern "C" {
    type DateTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &str, options: &Object) -> Result<DateTimeFormat, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn format(this: &DateTimeFormat, milliseconds: f64) -> Result<String, JsValue>;
    #[wasm_bindgen(method, catch, js_name = resolvedOptions)]
    fn resolved_options(this: &DateTimeFormat) -> Result<Object, JsValue>;

    type NumberFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &str, options: &Object) -> Result<NumberFormat, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn format(this: &NumberFormat, number: f64) -> Result<String, JsValue>;

    type RelativeTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &str, options: &Object) -> Result<RelativeTimeFormat, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn format(this: &RelativeTimeFormat, amount: f64, unit: &str) -> Result<String, JsValue>;

    type PluralRules;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &str) -> Result<PluralRules, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn select(this: &PluralRules, number: f64) -> Result<String, JsValue>;

    #[wasm_bindgen(js_namespace = Intl, js_name = supportedValuesOf, catch)]
    fn supported_values_of(key: &str) -> Result<Array, JsValue>;
}

thread_local! {
    static FORMATTERS: Map = Map::new();
}

/// The formatter kept under `key`, made on first use. A refusal is kept as well.
fn kept<T: JsCast>(key: &str, make: impl FnOnce() -> Result<T, JsValue>) -> Option<T> {
    FORMATTERS.with(|formatters| {
        let key = JsValue::from_str(key);
        let mut formatter = formatters.get(&key);
        if formatter.is_undefined() {
            formatter = make().map_or(JsValue::NULL, Into::into);
            formatters.set(&key, &formatter);
        }
        (!formatter.is_null()).then(|| formatter.unchecked_into())
    })
}

fn options(entries: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (key, value) in entries {
        // Setting a property of a plain new object cannot fail.
        let _ = Reflect::set(&options, &(*key).into(), &(*value).into());
    }
    options
}

/// Seconds east of UTC in `zone` at a unix second; `None` for a zone that the browser does not
/// know and for instants beyond its calendar (±8.64e12 s).
pub fn offset_at(zone: &str, unix: i64) -> Option<i32> {
    let key = format!("offset {zone}");
    let formatter = kept(&key, || {
        let options = options(&[("timeZone", zone), ("timeZoneName", "longOffset")]);
        DateTimeFormat::new("en-US", &options)
    })?;
    let text = formatter.format(unix as f64 * 1000.0).ok()?;
    long_offset(&text)
}

/// The offset at the end of `7/1/2027, GMT-05:00`; `GMT` alone is 0 (ECMA-402, `longOffset`).
fn long_offset(text: &str) -> Option<i32> {
    let (_, offset) = text.rsplit_once("GMT")?;
    if offset.is_empty() {
        return Some(0);
    }
    let (east, size) = match offset.strip_prefix('+') {
        Some(size) => (1, size),
        None => (-1, offset.strip_prefix(['-', '\u{2212}'])?),
    };
    let mut seconds = 0;
    let mut unit = 3600;
    for part in size.split(':') {
        let number: i32 = part
            .parse()
            .ok()
            .filter(|number| (0..60).contains(number))?;
        seconds += number * unit;
        unit /= 60;
    }
    Some(east * seconds)
}

/// The zone of the browser's own clock, by today's name; `UTC` when it does not say.
pub fn browser_zone() -> String {
    zone_of_clock().map_or_else(|| "UTC".to_owned(), today)
}

/// Today's name of a zone, where this browser knows it.
fn today(name: String) -> String {
    match city::today(&name) {
        own if own != name && offset_at(own, 0).is_some() => own.to_owned(),
        _ => name,
    }
}

fn zone_of_clock() -> Option<String> {
    // Not kept: the zone changes when the traveller's laptop does.
    let formatter = DateTimeFormat::new("en-US", &Object::new()).ok()?;
    let options = formatter.resolved_options().ok()?;
    Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
}

/// The zones that the browser lists (engines differ: about 420 to 460), by today's names; empty
/// when it cannot.
pub fn zone_names() -> Vec<String> {
    match supported_values_of("timeZone") {
        Ok(names) => {
            let names = names.iter().filter_map(|name| name.as_string());
            sort::by_key(names.map(today), String::clone)
        }
        Err(_) => Vec::new(),
    }
}

/// The full name of the day: `Thursday`, `星期四`.
pub fn weekday(locale: &str, date: NaiveDate) -> String {
    let milliseconds = date.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
    kept(&format!("weekday {locale}"), || {
        DateTimeFormat::new(
            locale,
            &options(&[("weekday", "long"), ("timeZone", "UTC")]),
        )
    })
    .and_then(|formatter| formatter.format(milliseconds as f64).ok())
    .unwrap_or_default()
}

/// How long until (or, negative, since): the two largest units, the rest cut off.
/// `in 3 days 4 hours`, `3天4小时后`, `5 minutes ago`.
pub fn relative(locale: &str, seconds: i64) -> String {
    relative_text(locale, seconds).unwrap_or_default()
}

fn relative_text(locale: &str, seconds: i64) -> Option<String> {
    let [(large, unit), (small, _)] = two_units(seconds.unsigned_abs());
    let formatter = kept(&format!("relative {locale}"), || {
        RelativeTimeFormat::new(locale, &Object::new())
    })?;
    let signed = if seconds < 0 {
        -(large as f64)
    } else {
        large as f64
    };
    let text = formatter.format(signed, unit).ok()?;
    if small == 0 {
        return Some(text);
    }
    // Intl joins one unit with "in … / … ago" only, so the second is set behind the first in it.
    let large = amount(locale, large, unit)?;
    let both = duration_text(locale, seconds)?;
    Some(text.replacen(&large, &both, 1))
}

/// How long, in whichever direction: the two largest units, the rest cut off.
/// `3 days 4 hours`, `3天4小时`.
pub fn duration(locale: &str, seconds: i64) -> String {
    duration_text(locale, seconds).unwrap_or_default()
}

fn duration_text(locale: &str, seconds: i64) -> Option<String> {
    let [(large, unit), (small, part)] = two_units(seconds.unsigned_abs());
    let large = amount(locale, large, unit)?;
    if small == 0 {
        return Some(large);
    }
    let small = amount(locale, small, part)?;
    let gap = if large.contains(' ') { " " } else { "" };
    Some([&large, gap, &small].concat())
}

fn two_units(seconds: u64) -> [(u64, &'static str); 2] {
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    if days > 0 {
        [(days, "day"), (hours % 24, "hour")]
    } else if hours > 0 {
        [(hours, "hour"), (minutes % 60, "minute")]
    } else if minutes > 0 {
        [(minutes, "minute"), (seconds % 60, "second")]
    } else {
        [(seconds, "second"), (0, "second")]
    }
}

/// `4 hours`, `4小时`.
fn amount(locale: &str, number: u64, unit: &str) -> Option<String> {
    let formatter = kept(&format!("{unit} {locale}"), || {
        let options = options(&[("style", "unit"), ("unit", unit), ("unitDisplay", "long")]);
        NumberFormat::new(locale, &options)
    })?;
    formatter.format(number as f64).ok()
}

/// In the digits of the locale, in groups from five of them on: `1000`, `10,000`.
pub fn number(locale: &str, number: u64) -> Option<String> {
    let formatter = kept(&["number ", locale].concat(), || {
        NumberFormat::new(locale, &options(&[("useGrouping", "min2")]))
    })?;
    formatter.format(number as f64).ok()
}

/// The category of a number's plural: `one`, `few`, `other`.
pub fn plural(locale: &str, number: u64) -> Option<String> {
    let rules = kept(&["plural ", locale].concat(), || PluralRules::new(locale))?;
    rules.select(number as f64).ok()
}

/// The browser's clock, to the millisecond; it may be wrong (see `skew`).
pub fn now() -> Instant {
    DateTime::from_timestamp_millis(Date::now() as i64).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_read_from_the_text_of_every_engine() {
        for (text, offset) in [
            ("1/15/2027, GMT-05:00", Some(-18_000)),
            ("1/15/2027, GMT\u{2212}05:00", Some(-18_000)),
            ("1/1/1970, GMT", Some(0)),
            ("1/1/1970, GMT+00:00", Some(0)),
            ("1/1/1970, GMT+5:30", Some(19_800)),
            ("12/8/1874, GMT+08:05:43", Some(29_143)),
            ("4/24/1938, GMT-00:44:30", Some(-2_670)),
            ("1/1/1970, UTC", None),
            ("1/1/1970, GMT+", None),
            ("1/1/1970, GMT+08:99", None),
            ("", None),
        ] {
            assert_eq!(long_offset(text), offset, "{text}");
        }
    }

    #[test]
    fn a_delay_is_cut_to_two_units() {
        assert_eq!(two_units(0)[0], (0, "second"));
        assert_eq!(two_units(3_661), [(1, "hour"), (1, "minute")]);
        assert_eq!(two_units(90_000), [(1, "day"), (1, "hour")]);
    }
}
