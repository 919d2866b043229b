//! How far the server's clock is from the browser's, learnt from the `Date` header of its answers.
//! Kept as an interval: the header names a second, and the answer was on its way for a while.

use chrono::{NaiveDate, TimeDelta};

use super::instant::Instant;

/// Beyond this the page says so.
const SIGNIFICANT: i64 = 30_000;

/// Server clock less browser clock, in milliseconds; the truth lies between `least` and `most`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skew {
    least: i64,
    most: i64,
}

impl Skew {
    /// From one answer. The server wrote the header at some time between `sent` and `received`
    /// (by the browser's clock), within the second that the header names. `None` when the header
    /// is not an HTTP date or the browser's clock was set back meanwhile.
    ///
    /// The answer must come from the server itself: one from a cache carries an old date.
    pub fn learn(date_header: &str, sent: Instant, received: Instant) -> Option<Self> {
        let date = parse_http_date(date_header)?.timestamp_millis();
        let (sent, received) = (sent.timestamp_millis(), received.timestamp_millis());
        (sent <= received).then_some(Self {
            least: date - received,
            most: date + 999 - sent,
        })
    }

    /// With a later sample: what both allow, or the later alone when they exclude each other,
    /// since then a clock was set.
    pub fn refine(self, later: Self) -> Self {
        let both = Self {
            least: self.least.max(later.least),
            most: self.most.min(later.most),
        };
        if both.least <= both.most { both } else { later }
    }

    /// The best guess: the middle, which allows half the round trip for the way back.
    pub fn milliseconds(self) -> i64 {
        (self.least + self.most).div_euclid(2)
    }

    /// The guess for people, in whole seconds: positive when the server is ahead.
    pub fn seconds(self) -> i64 {
        (self.milliseconds() + 500).div_euclid(1000)
    }

    /// The server's clock when the browser's shows `browser`.
    pub fn server_time(self, browser: Instant) -> Instant {
        browser
            .checked_add_signed(TimeDelta::milliseconds(self.milliseconds()))
            .unwrap_or(browser)
    }

    /// More than 30 s apart even at the kindest reading, so that a slow answer raises no alarm.
    pub fn significant(self) -> bool {
        self.least > SIGNIFICANT || self.most < -SIGNIFICANT
    }
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that servers may send (RFC 9110, 5.6.7). The two
/// obsolete forms and a wrong weekday give `None`: without a sample the browser's clock stands.
pub fn parse_http_date(text: &str) -> Option<Instant> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const DAYS: &str = "MonTueWedThuFriSatSun";
    if !text.is_ascii() || text.len() != 29 || text.get(25..)? != " GMT" {
        return None;
    }
    let number = |from: usize, to: usize| {
        let digits = text.get(from..to)?;
        let whole = digits.bytes().all(|b| b.is_ascii_digit());
        whole.then(|| digits.parse::<u32>().ok()).flatten()
    };
    let month = named(MONTHS, text.get(8..11)?)? + 1;
    let year = i32::try_from(number(12, 16)?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, month, number(5, 7)?)?;
    let marks = [
        (3, ", "),
        (7, " "),
        (11, " "),
        (16, " "),
        (19, ":"),
        (22, ":"),
    ];
    let marked = marks.iter().all(|(at, mark)| text[*at..].starts_with(mark));
    let weekday = named(DAYS, &text[..3])?;
    if !marked || weekday != weekday_number(date) {
        return None;
    }
    let time = date.and_hms_opt(number(17, 19)?, number(20, 22)?, number(23, 25)?)?;
    Some(time.and_utc())
}

fn weekday_number(date: NaiveDate) -> u32 {
    chrono::Datelike::weekday(&date).num_days_from_monday()
}

/// The place of a three-letter name in a row of such names.
fn named(names: &str, name: &str) -> Option<u32> {
    let place = names.find(name)?;
    (place % 3 == 0).then_some(u32::try_from(place / 3).ok()?)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use proptest::prelude::*;

    const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
    const UNIX: i64 = 784_111_777;

    fn browser(milliseconds: i64) -> Instant {
        DateTime::from_timestamp_millis(UNIX * 1000 + milliseconds).unwrap()
    }

    #[test]
    fn the_date_of_an_answer_is_read() {
        assert_eq!(parse_http_date(DATE), DateTime::from_timestamp(UNIX, 0));
    }

    #[test]
    fn any_other_form_gives_no_sample() {
        for text in [
            "",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Mon, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 06 nov 1994 08:49:37 GMT",
            "Sun, 06 ovD 1994 08:49:37 GMT",
            "Sun, 31 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sun, +6 Nov 1994 08:49:37 GMT",
            "Sun, 06-Nov-1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:3\u{fc} GMT",
        ] {
            assert_eq!(parse_http_date(text), None, "{text}");
        }
    }

    #[test]
    fn half_the_round_trip_is_allowed_for() {
        let skew = Skew::learn(DATE, browser(-60_000), browser(-58_000)).unwrap();
        assert_eq!(skew.seconds(), 59);
        assert!(skew.significant());
        let server = skew.server_time(browser(-59_000));
        assert!((server.timestamp() - UNIX).abs() <= 1);
    }

    #[test]
    fn clocks_that_agree_and_slow_answers_raise_no_alarm() {
        assert!(
            !Skew::learn(DATE, browser(0), browser(300))
                .unwrap()
                .significant()
        );
        assert!(
            !Skew::learn(DATE, browser(-90_000), browser(10_000))
                .unwrap()
                .significant()
        );
        assert!(
            !Skew::learn(DATE, browser(-29_000), browser(-28_900))
                .unwrap()
                .significant()
        );
        assert!(
            Skew::learn(DATE, browser(31_100), browser(31_200))
                .unwrap()
                .significant()
        );
    }

    #[test]
    fn a_clock_set_back_on_the_way_gives_no_sample() {
        assert_eq!(Skew::learn(DATE, browser(1), browser(0)), None);
    }

    #[test]
    fn later_samples_narrow_or_replace() {
        let slow = Skew::learn(DATE, browser(-10_000), browser(0)).unwrap();
        let quick = Skew::learn(DATE, browser(-5_000), browser(-4_900)).unwrap();
        assert_eq!(slow.refine(quick), quick);
        assert_eq!(quick.refine(slow), quick);
        let reset = Skew::learn(DATE, browser(600_000), browser(600_100)).unwrap();
        assert_eq!(quick.refine(reset), reset);
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(text in "\\PC*", near in "[A-Za-z]{3}, [0-9]{2} [A-Z][a-z]{2} .{4} [0-9:]{8} GMT") {
            let _ = parse_http_date(&text);
            let _ = parse_http_date(&near);
        }
    }
}
