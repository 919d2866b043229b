//! The pattern Django falls back to: one or two digits a field, digits of any script, white
//! space before the offset, a line feed at the end.

use super::Parts;
use crate::python::{decimal_digit, is_space};

pub(super) fn parse(text: &str) -> Option<Parts> {
    let mut rest = Rest(text);
    let mut parts = Parts {
        year: rest.digits(4, 4)?,
        ..Parts::default()
    };
    rest.one_of("-")?;
    parts.month = rest.digits(1, 2)?;
    rest.one_of("-")?;
    parts.day = rest.digits(1, 2)?;
    rest.one_of("T ")?;
    parts.hour = rest.digits(1, 2)?;
    rest.one_of(":")?;
    parts.minute = rest.digits(1, 2)?;
    if rest.one_of(":").is_some() {
        parts.second = rest.digits(1, 2)?;
        if rest.one_of(".,").is_some() {
            parts.microsecond = rest.fraction()?;
        }
    }
    rest.0 = rest.0.trim_start_matches(is_space);
    parts.offset = rest.offset()?;
    matches!(rest.0, "" | "\n").then_some(parts)
}

struct Rest<'a>(&'a str);

impl Rest<'_> {
    fn one_of(&mut self, set: &str) -> Option<char> {
        let character = self
            .0
            .chars()
            .next()
            .filter(|character| set.contains(*character))?;
        self.0 = &self.0[character.len_utf8()..];
        Some(character)
    }

    fn digit(&mut self) -> Option<u32> {
        let character = self.0.chars().next()?;
        let digit = decimal_digit(character)?;
        self.0 = &self.0[character.len_utf8()..];
        Some(digit)
    }

    fn digits(&mut self, least: usize, most: usize) -> Option<u32> {
        let mut number = 0;
        for count in 0..most {
            match self.digit() {
                Some(digit) => number = number * 10 + digit,
                None if count >= least => break,
                None => return None,
            }
        }
        Some(number)
    }

    /// One to twelve digits, of which six count.
    fn fraction(&mut self) -> Option<u32> {
        let mut number = self.digit()?;
        let mut count = 1;
        while let Some(digit) = self.digit() {
            count += 1;
            match count {
                ..=6 => number = number * 10 + digit,
                13.. => return None,
                _ => {}
            }
        }
        Some(number * 10_u32.pow(6_u32.saturating_sub(count)))
    }

    /// `Z`, `+08`, `+0800`, `+08:00` or nothing.
    fn offset(&mut self) -> Option<Option<i64>> {
        let Some(sign) = self.one_of("Z+-") else {
            return Some(None);
        };
        if sign == 'Z' {
            return Some(Some(0));
        }
        let hours = self.digits(2, 2)?;
        let minutes = if self.one_of(":").is_some() || !matches!(self.0, "" | "\n") {
            self.digits(2, 2)?
        } else {
            0
        };
        let offset = i64::from(hours * 60 + minutes) * 60_000_000;
        Some(Some(if sign == '-' { -offset } else { offset }))
    }
}
