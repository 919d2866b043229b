//! A planned run as a calendar file (RFC 5545): lines end with CRLF, none is
//! longer than 75 octets, texts are escaped, times are in UTC.

use crate::time::Instant;
use crate::time::instant::wall_text;

/// What the one event of the file says.
pub struct Event<'a> {
    /// The same for the same plan, whenever it is saved.
    pub uid: &'a str,
    /// Greater in a later version of the same plan.
    pub sequence: i64,
    pub made: Instant,
    pub start: Instant,
    /// The plan is gone: a calendar then strikes the event out.
    pub is_cancelled: bool,
    pub summary: &'a str,
    pub description: &'a str,
    pub url: &'a str,
}

pub fn calendar(event: &Event<'_>) -> String {
    let status = match event.is_cancelled {
        true => "CANCELLED",
        false => "CONFIRMED",
    };
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Clocked//Clocked//EN".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", escaped(event.uid)),
        format!("SEQUENCE:{}", event.sequence.max(0)),
        format!("DTSTAMP:{}", utc(event.made)),
        format!("DTSTART:{}", utc(event.start)),
        format!("STATUS:{status}"),
        // How long a run takes is not known, and nobody is busy meanwhile.
        "TRANSP:TRANSPARENT".to_owned(),
        format!("SUMMARY:{}", escaped(event.summary)),
        format!("DESCRIPTION:{}", escaped(event.description)),
        // A URI is not escaped as a text is.
        format!("URL:{}", printable(event.url)),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    let mut file = String::new();
    for line in lines {
        fold(&line, &mut file);
    }
    file
}

/// `20270701T013000Z`.
fn utc(at: Instant) -> String {
    let digits = wall_text(at.naive_utc()).replace(['-', ':'], "");
    format!("{}Z", digits.replace(' ', "T"))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.replace("\r\n", "\n").chars() {
        match char {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(char);
            }
            '\n' | '\r' => out.push_str("\\n"),
            '\t' => out.push(' '),
            char if char.is_control() => {}
            char => out.push(char),
        }
    }
    out
}

fn printable(text: &str) -> String {
    text.chars().filter(|char| !char.is_control()).collect()
}

/// The octets of a line beside its end.
const LONGEST: usize = 75;

/// A line that is too long goes on in the next, behind a space, and no
/// character is torn.
fn fold(line: &str, file: &mut String) {
    let mut length = 0;
    for char in line.chars() {
        if length + char.len_utf8() > LONGEST {
            file.push_str("\r\n ");
            length = 1;
        }
        file.push(char);
        length += char.len_utf8();
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn event<'a>(summary: &'a str, description: &'a str) -> Event<'a> {
        Event {
            uid: "clocked-task-72@sops.example.com",
            sequence: 0,
            made: Instant::from_timestamp(1_795_000_000, 0).expect("in range"),
            start: Instant::from_timestamp(1_814_405_400, 0).expect("in range"),
            is_cancelled: false,
            summary,
            description,
            url: "https://sops.example.com/?bk_biz_id=2&clocked_task_id=72",
        }
    }

    #[test]
    fn a_file_is_what_the_standard_asks_for() {
        let file = calendar(&event("夜间, 发布; v2", "a\\b\r\nc\u{7}"));
        let lines: Vec<&str> = file.split("\r\n").collect();
        assert_eq!(
            lines,
            [
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "PRODID:-//Clocked//Clocked//EN",
                "BEGIN:VEVENT",
                "UID:clocked-task-72@sops.example.com",
                "SEQUENCE:0",
                "DTSTAMP:20261118T110640Z",
                "DTSTART:20270701T013000Z",
                "STATUS:CONFIRMED",
                "TRANSP:TRANSPARENT",
                "SUMMARY:夜间\\, 发布\\; v2",
                "DESCRIPTION:a\\\\b\\nc",
                "URL:https://sops.example.com/?bk_biz_id=2&clocked_task_id=72",
                "END:VEVENT",
                "END:VCALENDAR",
                "",
            ]
        );
    }

    #[test]
    fn a_plan_that_is_gone_is_struck_out() {
        let gone = Event {
            is_cancelled: true,
            sequence: 17,
            ..event("a", "")
        };
        let file = calendar(&gone);
        assert!(file.contains("\r\nSTATUS:CANCELLED\r\n"));
        assert!(file.contains("\r\nSEQUENCE:17\r\n"));
    }

    proptest! {
        #[test]
        fn whatever_is_said_no_line_is_too_long_and_none_is_added(
            summary in any::<String>(), description in "[一-龥a;,\\\\\r\n🚀]{0,400}",
        ) {
            let file = calendar(&event(&summary, &description));
            prop_assert!(file.ends_with("\r\n"));
            prop_assert!(!file.replace("\r\n", "").contains(['\r', '\n']));
            for line in file.split("\r\n") {
                prop_assert!(line.len() <= LONGEST, "{line}");
            }
            let unfolded = file.replace("\r\n ", "");
            prop_assert_eq!(unfolded.split("\r\n").count(), 16);
            let own = format!("DESCRIPTION:{}", escaped(&description));
            prop_assert!(unfolded.split("\r\n").any(|line| line == own));
        }
    }
}
