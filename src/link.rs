//! What a link carries beside its target, both ways: values of the form, in the
//! fragment, so that they reach no server and no log. The same names as in the
//! messages of a portal. What cannot be used is listed, not swallowed.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::model::constant::parse_json;
use crate::model::value::{object, texts};
use crate::time::{Pasted, parse_pasted, split_zone, to_wire};

/// The values of a link, as far as they could be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    pub name: Option<String>,
    pub start: Option<Pasted>,
    /// IANA name; whether the browser knows it is for the form to say.
    pub zone: Option<String>,
    /// The zone whose clock the start was read off, in brackets behind it as in
    /// RFC 9557. Where that clock shows something else by now, the person decides.
    pub start_zone: Option<String>,
    /// By name, or by integer id where the scheme has one.
    pub schemes: Vec<String>,
    /// By key, with or without its wrapping.
    pub constants: Map<String, Value>,
    /// Constants beside those of the template.
    pub added: Map<String, Value>,
    /// Keys of constants that are not to be sent.
    pub left_out: Vec<String>,
    pub only_changed: bool,
}

/// A part of a link that says nothing to this page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Odd {
    pub name: String,
    pub value: String,
    pub why: OddKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OddKind {
    /// No part of a link has this name.
    Unknown,
    /// The name stood there before; the first one counts.
    Repeated,
    /// What is expected in its place, in a form that needs no translation.
    Expected(Cow<'static, str>),
}

impl OddKind {
    pub fn expected(form: &'static str) -> OddKind {
        OddKind::Expected(form.into())
    }
}

/// Reads a fragment without its `#`: `task_name=…&plan_start_time=…&zone=…&
/// schemes=["…"]&constants={"${key}": …}`. `decode` undoes percent encoding.
pub fn read(fragment: &str, decode: &dyn Fn(&str) -> Option<String>) -> (Link, Vec<Odd>) {
    let (mut link, mut odd) = (Link::default(), Vec::new());
    let mut names = Vec::new();
    for part in fragment.split('&').filter(|part| !part.is_empty()) {
        let (name, written) = part.split_once('=').unwrap_or((part, ""));
        let decoded = |text: &str| decode(text).unwrap_or_else(|| text.to_owned());
        let plain = |text: &str| decoded(&text.replace('+', " "));
        let (name, value) = (plain(name), plain(written));
        let value = match name.as_str() {
            START => signed(written, &decoded).unwrap_or(value),
            _ => value,
        };
        let taken = match names.contains(&name) {
            true => Err(OddKind::Repeated),
            false => link.take(&name, &value),
        };
        names.push(name.clone());
        if let Err(why) = taken {
            odd.push(Odd { name, value, why });
        }
    }
    (link, odd)
}

const START: &str = "plan_start_time";

/// A start whose offset has its `+` as it is: in the address that stands for a
/// space, which makes no sense there.
fn signed(written: &str, decoded: &dyn Fn(&str) -> String) -> Option<String> {
    let readings = [written.to_owned(), written.replacen('+', " ", 1)];
    let mut readings = readings.iter().map(|reading| decoded(reading));
    readings.find(|reading| parse_pasted(reading).is_some())
}

impl Link {
    /// Takes one part, decoded.
    pub fn take(&mut self, name: &str, value: &str) -> Result<(), OddKind> {
        match name {
            "task_name" => self.name = Some(value.to_owned()),
            "zone" => self.zone = Some(value.to_owned()),
            START => {
                let expected = || OddKind::expected("2027-07-01 09:30:00+0800");
                let (instant, zone) = split_zone(value).ok_or_else(expected)?;
                self.start = Some(parse_pasted(value).ok_or_else(expected)?);
                let zone = zone.map(str::to_owned);
                // `Z` says of no clock that it shows this time (RFC 9557).
                if instant.ends_with(['Z', 'z']) {
                    self.zone = self.zone.take().or(zone);
                } else {
                    self.start_zone = zone;
                }
            }
            "schemes" => {
                self.schemes = list(value).ok_or_else(|| OddKind::expected("[\"name\", 5]"))?
            }
            "left_out" => {
                self.left_out = list(value).ok_or_else(|| OddKind::expected("[\"${key}\"]"))?;
            }
            "constants" => self.constants = map(value)?,
            "added" => self.added = map(value)?,
            "only_changed" => match value {
                "1" | "true" => self.only_changed = true,
                "0" | "false" => self.only_changed = false,
                _ => return Err(OddKind::expected("1")),
            },
            _ => return Err(OddKind::Unknown),
        }
        Ok(())
    }
}

fn map(value: &str) -> Result<Map<String, Value>, OddKind> {
    match parse_json(value) {
        Ok(Value::Object(fields)) => Ok(fields),
        _ => Err(OddKind::expected("{\"${key}\": \"value\"}")),
    }
}

/// A JSON list of texts and integers.
fn list(value: &str) -> Option<Vec<String>> {
    let Ok(Value::Array(items)) = value.parse() else {
        return None;
    };
    let text = |item: Value| match item {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    items.into_iter().map(text).collect()
}

/// The fragment, without its `#`, that [`read`] takes back. `encode` makes a
/// text fit for it.
pub fn write(link: &Link, encode: &dyn Fn(&str) -> String) -> String {
    let start = link.start.as_ref().map(|start| match start {
        Pasted::Instant(moment) => match &link.start_zone {
            Some(zone) => [&to_wire(moment), "[", zone, "]"].concat(),
            None => to_wire(moment),
        },
        Pasted::DateTime(wall) => crate::time::instant::wall_text(*wall),
    });
    let json = |value: Value| Some(value.to_string()).filter(|text| text != "{}" && text != "[]");
    let fields = |map: &Map<String, Value>| {
        let members = map.iter().map(|(key, value)| (key.as_str(), value.clone()));
        json(object(members.collect()))
    };
    let parts = [
        ("task_name", link.name.clone()),
        (START, start),
        ("zone", link.zone.clone()),
        ("schemes", json(texts(&link.schemes))),
        ("constants", fields(&link.constants)),
        ("added", fields(&link.added)),
        ("left_out", json(texts(&link.left_out))),
        ("only_changed", link.only_changed.then(|| "1".to_owned())),
    ];
    let parts = parts.into_iter().filter_map(|(name, value)| {
        let value = value?;
        Some(format!("{name}={}", encode(&value)))
    });
    parts.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Enough of percent encoding for the tests.
    fn encode(text: &str) -> String {
        let byte = |byte: u8| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => (byte as char).to_string(),
            _ => format!("%{byte:02X}"),
        };
        text.bytes().map(byte).collect()
    }

    fn decode(text: &str) -> Option<String> {
        let mut bytes = Vec::new();
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            if byte == b'%' {
                let digits = [rest.next()?, rest.next()?];
                let digits = std::str::from_utf8(&digits).ok()?.to_owned();
                bytes.push(u8::from_str_radix(&digits, 16).ok()?);
            } else {
                bytes.push(byte);
            }
        }
        String::from_utf8(bytes).ok()
    }

    fn map(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(fields) => fields,
            other => panic!("no object: {other}"),
        }
    }

    #[test]
    fn a_link_comes_back_as_it_was_written() {
        let link = Link {
            name: Some("夜间 & 发布 #1+2=3%".into()),
            start: parse_pasted("2027-07-01 09:30:15+05:45"),
            zone: None,
            start_zone: Some("Asia/Kathmandu".into()),
            schemes: vec!["a \"b\"".into(), "5".into()],
            constants: map(
                json!({"${a}": "", "${b}": 0, "${c}": null, "${d}": [9_007_199_254_740_993_i64]}),
            ),
            added: map(json!({"${new}": false})),
            left_out: vec!["${e}".into()],
            only_changed: true,
        };
        assert!(link.start.is_some());
        let text = write(&link, &encode);
        assert_eq!(read(&text, &decode), (link.clone(), Vec::new()));
        let apart = Link {
            start_zone: None,
            zone: Some("Europe/London".into()),
            ..link
        };
        let text = write(&apart, &encode);
        assert_eq!(read(&text, &decode), (apart, Vec::new()));
        assert_eq!(
            read(&write(&Link::default(), &encode), &decode).0,
            Link::default()
        );
    }

    #[test]
    fn what_cannot_be_used_is_listed() {
        let fragment =
            "task_name=n&plan_start_time=soon&colour=red&constants=[1]&schemes=5&only_changed=yes";
        let (link, odd) = read(fragment, &decode);
        assert_eq!(link.name.as_deref(), Some("n"));
        let names: Vec<&str> = odd.iter().map(|odd| odd.name.as_str()).collect();
        let wrong = [
            "plan_start_time",
            "colour",
            "constants",
            "schemes",
            "only_changed",
        ];
        assert_eq!(names, wrong);
        assert_eq!(odd[1].why, OddKind::Unknown);
    }

    fn start(fragment: &str) -> (Option<String>, Option<String>, Option<String>) {
        let (link, _) = read(fragment, &decode);
        let start = link.start.map(|start| match start {
            Pasted::Instant(moment) => to_wire(&moment),
            Pasted::DateTime(wall) => wall.to_string(),
        });
        (start, link.start_zone, link.zone)
    }

    #[test]
    fn a_start_says_whose_clock_it_was_read_off() {
        let some = |text: &str| Some(text.to_owned());
        let wire = || some("2027-07-01 09:30:15+0545");
        let zoned = || (wire(), some("Asia/Kathmandu"), None);
        for tags in ["[Asia/Kathmandu]", "[!Asia/Kathmandu][u-ca=iso8601]"] {
            let written = format!("plan_start_time=2027-07-01T09:30:15+05:45{tags}");
            assert_eq!(start(&written), zoned(), "{tags}");
        }
        let z = "plan_start_time=2027-07-01T09:30:15Z[Asia/Kathmandu]";
        let utc = some("2027-07-01 09:30:15+0000");
        assert_eq!(start(z), (utc.clone(), None, some("Asia/Kathmandu")));
        let other = format!("zone=UTC&{z}");
        assert_eq!(start(&other), (utc, None, some("UTC")));
        for tags in ["[", "[]", "[A][B]", "[!u-ca=iso8601]", "[A]x"] {
            let written = format!("plan_start_time=2027-07-01T09:30:15+05:45{tags}");
            assert_eq!(start(&written), (None, None, None), "{tags}");
        }
        let wall = "plan_start_time=2027-07-01T09:30:15[Asia/Kathmandu]";
        assert_eq!(start(wall), (None, None, None), "no instant");
    }

    #[test]
    fn the_sign_of_an_offset_is_no_space() {
        for written in [
            "2027-07-01T09:30:15+05:45",
            "2027-07-01+09:30:15+05:45",
            "2027-07-01+09:30:15%2B0545",
            "2027-07-01%2009:30:15%2B0545",
        ] {
            let (start, ..) = start(&format!("plan_start_time={written}"));
            assert_eq!(
                start.as_deref(),
                Some("2027-07-01 09:30:15+0545"),
                "{written}"
            );
        }
        let (link, odd) = read("task_name=a+b&task_name=c", &decode);
        assert_eq!(link.name.as_deref(), Some("a b"));
        assert_eq!(odd[0].why, OddKind::Repeated);
    }

    #[test]
    fn broken_encoding_and_stray_separators_are_harmless() {
        let (link, odd) = read("&&task_name=100%&=x&zone", &decode);
        assert_eq!(link.name.as_deref(), Some("100%"));
        assert_eq!(link.zone.as_deref(), Some(""));
        assert_eq!(odd.len(), 1);
    }
}
