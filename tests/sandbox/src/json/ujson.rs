//! Reads JSON with the leniencies of the parser bk-sops uses (contract part 1): `NaN`,
//! `Infinity`, `1e400`, raw control characters, leading zeros, a lone `-` for zero, bytes that
//! are not UTF-8, and duplicate keys, of which the last wins. Nothing else is forgiven.

use super::{Json, LONE_SURROGATE, Object};

/// The text is not JSON, even for a lenient reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// Lists and objects may be nested this deep and no deeper.
const MAX_DEPTH: usize = 1024;

pub fn loads(text: &[u8]) -> Result<Json, Malformed> {
    let mut reader = Reader {
        text,
        at: 0,
        depth: 0,
    };
    let value = reader.value()?;
    reader.space();
    if reader.at < text.len() {
        Err(Malformed)
    } else {
        Ok(value)
    }
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn next(&mut self) -> Result<u8, Malformed> {
        let byte = self.peek().ok_or(Malformed)?;
        self.at += 1;
        Ok(byte)
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Result<Json, Malformed> {
        if self.text[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(value)
        } else {
            Err(Malformed)
        }
    }

    fn value(&mut self) -> Result<Json, Malformed> {
        self.space();
        match self.peek().ok_or(Malformed)? {
            b'"' => {
                self.at += 1;
                self.string().map(Json::Str)
            }
            b'[' => self.nested(Self::list),
            b'{' => self.nested(Self::object),
            b'n' => self.word("null", Json::Null),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'N' => self.word("NaN", Json::Float(f64::NAN)),
            b'I' => self.word("Infinity", Json::Float(f64::INFINITY)),
            b'-' | b'0'..=b'9' => self.number(),
            _ => Err(Malformed),
        }
    }

    fn nested(
        &mut self,
        read: fn(&mut Self) -> Result<Json, Malformed>,
    ) -> Result<Json, Malformed> {
        self.at += 1;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Malformed);
        }
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn list(&mut self) -> Result<Json, Malformed> {
        let mut items = Vec::new();
        loop {
            self.space();
            if self.peek() == Some(b']') && items.is_empty() {
                self.at += 1;
                return Ok(Json::List(items));
            }
            items.push(self.value()?);
            self.space();
            match self.next()? {
                b']' => return Ok(Json::List(items)),
                b',' => {}
                _ => return Err(Malformed),
            }
        }
    }

    fn object(&mut self) -> Result<Json, Malformed> {
        let mut members = Object::new();
        loop {
            self.space();
            if self.peek() == Some(b'}') && members.is_empty() {
                self.at += 1;
                return Ok(Json::Object(members));
            }
            if self.next()? != b'"' {
                return Err(Malformed);
            }
            let key = self.string()?;
            self.space();
            if self.next()? != b':' {
                return Err(Malformed);
            }
            let value = self.value()?;
            members.insert(key, value);
            self.space();
            match self.next()? {
                b'}' => return Ok(Json::Object(members)),
                b',' => {}
                _ => return Err(Malformed),
            }
        }
    }

    fn number(&mut self) -> Result<Json, Malformed> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
            if self.peek() == Some(b'I') {
                return self.word("Infinity", Json::Float(f64::NEG_INFINITY));
            }
        }
        self.digits();
        let mut whole = true;
        if self.peek() == Some(b'.') {
            whole = false;
            self.at += 1;
            self.digits();
        }
        whole &= !self.exponent();
        let text = String::from_utf8_lossy(&self.text[start..self.at]);
        if whole {
            Ok(Json::Int(canonical(&text)))
        } else {
            text.parse().map(Json::Float).map_err(|_| Malformed)
        }
    }

    fn digits(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
    }

    /// Takes an exponent only when digits follow: `1e` is the number 1 and then a stray letter.
    fn exponent(&mut self) -> bool {
        let start = self.at;
        if !matches!(self.peek(), Some(b'e' | b'E')) {
            return false;
        }
        self.at += 1;
        if matches!(self.peek(), Some(b'+' | b'-')) {
            self.at += 1;
        }
        let digits = self.at;
        self.digits();
        if self.at == digits {
            self.at = start;
            return false;
        }
        true
    }

    /// The rest of a string, its opening quote already read.
    fn string(&mut self) -> Result<String, Malformed> {
        let mut text = String::new();
        let mut high: Option<u32> = None;
        loop {
            let byte = self.next()?;
            let escaped = byte == b'\\';
            let code = match byte {
                b'"' => {
                    flush(&mut text, high);
                    return Ok(text);
                }
                0 => return Err(Malformed),
                b'\\' => self.escape()?,
                0x01..=0xBF => u32::from(byte),
                0xC0..=0xDF => self.continued(u32::from(byte & 0x1F), 1, 0x80)?,
                0xE0..=0xEF => self.continued(u32::from(byte & 0x0F), 2, 0x800)?,
                0xF0..=0xF7 => self.continued(u32::from(byte & 0x07), 3, 0x1_0000)?,
                _ => return Err(Malformed),
            };
            match (high, code) {
                (Some(first), 0xDC00..=0xDFFF) if escaped => {
                    push(
                        &mut text,
                        0x1_0000 + ((first - 0xD800) << 10) + (code - 0xDC00),
                    )?;
                    high = None;
                    continue;
                }
                _ => flush(&mut text, high.take()),
            }
            if escaped && (0xD800..=0xDBFF).contains(&code) {
                high = Some(code);
            } else {
                push(&mut text, code)?;
            }
        }
    }

    fn escape(&mut self) -> Result<u32, Malformed> {
        Ok(match self.next()? {
            b'"' => 0x22,
            b'\\' => 0x5C,
            b'/' => 0x2F,
            b'b' => 0x08,
            b'f' => 0x0C,
            b'n' => 0x0A,
            b'r' => 0x0D,
            b't' => 0x09,
            b'u' => {
                let mut code = 0;
                for _ in 0..4 {
                    let digit = char::from(self.next()?).to_digit(16).ok_or(Malformed)?;
                    code = code * 16 + digit;
                }
                code
            }
            _ => return Err(Malformed),
        })
    }

    fn continued(&mut self, first: u32, more: usize, least: u32) -> Result<u32, Malformed> {
        let mut code = first;
        for _ in 0..more {
            let byte = self.next()?;
            if byte & 0x80 == 0 {
                return Err(Malformed);
            }
            code = code << 6 | u32::from(byte & 0x3F);
        }
        if code < least {
            Err(Malformed)
        } else {
            Ok(code)
        }
    }
}

fn push(text: &mut String, code: u32) -> Result<(), Malformed> {
    let code = if (0xD800..=0xDFFF).contains(&code) {
        code + LONE_SURROGATE
    } else {
        code
    };
    text.push(char::from_u32(code).ok_or(Malformed)?);
    Ok(())
}

fn flush(text: &mut String, high: Option<u32>) {
    text.extend(high.and_then(|code| char::from_u32(code + LONE_SURROGATE)));
}

/// The digits as Python prints the number: `-0` and a lone `-` are 0, `007` is 7.
fn canonical(text: &str) -> String {
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or(("", text), |digits| ("-", digits));
    match digits.trim_start_matches('0') {
        "" => "0".to_owned(),
        digits => format!("{sign}{digits}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::dumps;

    fn read(text: &[u8]) -> Option<String> {
        loads(text).ok().map(|value| dumps(&value))
    }

    #[test]
    fn forgives_what_the_real_parser_forgives() {
        for (text, value) in [
            (
                &b"[NaN, Infinity, -Infinity, 1e400]"[..],
                "[NaN, Infinity, -Infinity, Infinity]",
            ),
            (
                b"[01, -0, -, 1., 9007199254740993]",
                "[1, 0, 0, 1.0, 9007199254740993]",
            ),
            (b"{\"a\": 1, \"b\": 2, \"a\": 3}", "{\"a\": 3, \"b\": 2}"),
            (b"\"a\nb\x01\"", "\"a\\nb\\u0001\""),
            (b"\"\xbc\xc6\xbb\xae\"", "\"\\u00bc\\u01bb\\u00ae\""),
            (
                b"\"\\ud83d\\ude00 \\ud800 \\ude00\"",
                "\"\\ud83d\\ude00 \\ud800 \\ude00\"",
            ),
        ] {
            assert_eq!(
                read(text).as_deref(),
                Some(value),
                "{}",
                String::from_utf8_lossy(text)
            );
        }
    }

    #[test]
    fn refuses_what_the_real_parser_refuses() {
        for text in [
            &b""[..],
            b"  ",
            b"[1,]",
            b"{\"a\":1,}",
            b"{'a':1}",
            b"{1:2}",
            b".5",
            b"+1",
            b"1e",
            b"nan",
            b"-NaN",
            b"\"\\q\"",
            b"\"a",
            b"\"caf\xe9\"",
            b"\"\xff\"",
            b"\"a\x00b\"",
            b"1 2",
            b"\xef\xbb\xbf{}",
            b"/* */1",
            b"\x0b1",
        ] {
            assert_eq!(read(text), None, "{}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn nests_1024_deep_and_no_deeper() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(loads(nested(1024).as_bytes()).is_ok());
        assert!(loads(nested(1025).as_bytes()).is_err());
    }
}
