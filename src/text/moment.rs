//! The sentence that says which moment was understood, the same one in the
//! form, the review and the record.

use super::Lang;
use crate::time::instant::{offset_text, wall_text};
use crate::time::phrase::Understood;
use crate::time::{Instant, Moment, intl};

/// The sentence in the parts that a view sets apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// Weekday, wall time, zone and the offset of that date.
    pub main: String,
    /// The viewer's own clock, where it shows something else.
    pub own: Option<String>,
    pub utc: String,
}

pub fn understood(moment: &Moment, zone: &str, viewer: &str, now: Instant) -> Understood {
    Understood::new(moment, zone, viewer, intl::offset_at, now)
}

pub fn sentence(l: Lang, understood: &Understood) -> Sentence {
    let wall = understood.wall;
    let weekday = intl::weekday(l.tag(), wall.date());
    let offset = offset_text(understood.offset);
    let zone = &understood.zone;
    let (date, clock) = split(&wall_text(wall));
    Sentence {
        main: l.understood_moment(&date, &weekday, &clock, zone, &offset),
        own: understood.own.as_ref().map(|own| {
            let (wall, offset) = (wall_text(own.wall), offset_text(own.offset));
            l.own_time(&wall, &own.zone, &offset)
        }),
        utc: format!("UTC {}", wall_text(understood.utc)),
    }
}

fn split(wall: &str) -> (String, String) {
    let (date, clock) = wall.split_once(' ').unwrap_or((wall, ""));
    (date.to_owned(), clock.to_owned())
}

/// How long until, or since: `in 3 days 4 hours`.
pub fn countdown(l: Lang, seconds: i64) -> String {
    match seconds {
        0 => l.now().to_owned(),
        seconds => intl::relative(l.tag(), seconds),
    }
}

/// A moment on one line, for lists: wall time and offset.
pub fn short(moment: &Moment) -> String {
    format!("{} UTC{}", wall_text(moment.wall()), moment.offset_text())
}
