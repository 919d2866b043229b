//! Pairs that stand in lines.

use serde_json::Value;

use super::{Format, ImportError, Pair, Written, wrapped};

/// By the first line that holds something: a tab, or whichever of `=` and `: `
/// comes first.
pub fn format_of(text: &str) -> Format {
    let first = text
        .lines()
        .find(|line| !is_remark(line))
        .unwrap_or_default();
    if first.contains('\t') {
        return Format::Table;
    }
    // The key of a constant may itself hold neither.
    let colon = first
        .find(": ")
        .or_else(|| first.ends_with(':').then(|| first.len() - 1));
    match (first.find('='), colon) {
        (Some(equals), Some(colon)) if colon < equals => Format::Lines,
        (None, _) => Format::Lines,
        _ => Format::Dotenv,
    }
}

fn is_remark(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#') || line == "---"
}

pub fn read(text: &str, format: Format) -> Result<Vec<Pair>, ImportError> {
    let mut reader = Reader {
        rest: text,
        line: 1,
    };
    let mut pairs = Vec::new();
    while !reader.rest.is_empty() {
        let (line, _) = reader.peek();
        if is_remark(line) {
            reader.skip_line();
            continue;
        }
        let at = reader.line;
        let (key, value) = match format {
            Format::Table => (reader.cell()?, reader.last_cell()?),
            Format::Dotenv => (reader.key('=')?, reader.value()?),
            _ => (reader.key(':')?, reader.value()?),
        };
        let key = key.trim();
        let key = key.strip_prefix("export ").unwrap_or(key);
        if key.is_empty() {
            return Err(ImportError::Line(at));
        }
        pairs.push(Pair {
            key: wrapped(key),
            value: Written::Text(value),
        });
    }
    Ok(pairs)
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> Reader<'a> {
    /// The line that comes next, and where the one after it begins.
    fn peek(&self) -> (&'a str, usize) {
        match self.rest.find('\n') {
            Some(end) => (self.rest[..end].trim_end_matches('\r'), end + 1),
            None => (self.rest, self.rest.len()),
        }
    }

    fn skip_line(&mut self) {
        let (_, next) = self.peek();
        self.rest = &self.rest[next..];
        self.line += 1;
    }

    fn advance(&mut self, bytes: usize) {
        self.line += self.rest[..bytes].matches('\n').count();
        self.rest = &self.rest[bytes..];
    }

    /// What stands before a separator in this line; a key may be quoted.
    fn key(&mut self, separator: char) -> Result<String, ImportError> {
        let (line, _) = self.peek();
        let at = line.find(separator).ok_or(ImportError::Line(self.line))?;
        let key = line[..at].trim().trim_matches(['"', '\'']).to_owned();
        self.advance(at + separator.len_utf8());
        Ok(key)
    }

    /// The rest of the line, or a quoted text that may go on over lines.
    fn value(&mut self) -> Result<String, ImportError> {
        let blank = self.rest.len() - self.rest.trim_start_matches([' ', '\t']).len();
        self.advance(blank);
        let quoted = match self.rest.chars().next() {
            Some(quote @ ('"' | '\'')) => self.quoted(quote)?,
            _ => None,
        };
        if let Some(text) = quoted {
            self.skip_line();
            return Ok(text);
        }
        let (line, _) = self.peek();
        let text = match line.starts_with('#') {
            true => "",
            false => line.split(" #").next().unwrap_or_default(),
        };
        let text = text.trim_end().to_owned();
        self.skip_line();
        Ok(text)
    }

    /// A text in quotes, with nothing but a remark behind it; `None` where more
    /// follows, so that the quote is a character like others.
    fn quoted(&mut self, quote: char) -> Result<Option<String>, ImportError> {
        let mut text = String::new();
        let mut chars = self.rest.char_indices().skip(1);
        while let Some((at, char)) = chars.next() {
            if char == quote {
                let behind = self.rest[at + 1..].split('\n').next().unwrap_or_default();
                let behind = behind.trim();
                if !behind.is_empty() && !behind.starts_with('#') {
                    return Ok(None);
                }
                self.advance(at + 1);
                return Ok(Some(text));
            }
            if char == '\\' && quote == '"' {
                match chars.next().map(|(_, escaped)| escaped) {
                    Some('n') => text.push('\n'),
                    Some('r') => text.push('\r'),
                    Some('t') => text.push('\t'),
                    Some(escaped) => text.push(escaped),
                    None => {}
                }
            } else {
                text.push(char);
            }
        }
        Err(ImportError::OpenQuote(self.line))
    }

    /// A cell up to a tab.
    fn cell(&mut self) -> Result<String, ImportError> {
        if self.rest.starts_with('"') {
            let text = self.quoted_cell()?;
            if self.rest.starts_with('\t') {
                self.advance(1);
                return Ok(text);
            }
            return Err(ImportError::Line(self.line));
        }
        let (line, _) = self.peek();
        let at = line.find('\t').ok_or(ImportError::Line(self.line))?;
        let text = line[..at].to_owned();
        self.advance(at + 1);
        Ok(text)
    }

    /// The last cell that is read of a line; further columns say nothing here.
    fn last_cell(&mut self) -> Result<String, ImportError> {
        let text = match self.rest.starts_with('"') {
            true => self.quoted_cell()?,
            false => {
                let (line, _) = self.peek();
                line.split('\t').next().unwrap_or_default().to_owned()
            }
        };
        self.skip_line();
        Ok(text)
    }

    /// As spreadsheets write a cell with tabs, quotes or lines in it: quotes
    /// inside are doubled.
    fn quoted_cell(&mut self) -> Result<String, ImportError> {
        let mut text = String::new();
        let mut chars = self.rest.char_indices().skip(1).peekable();
        while let Some((at, char)) = chars.next() {
            if char != '"' {
                text.push(char);
            } else if chars.next_if(|(_, next)| *next == '"').is_some() {
                text.push('"');
            } else {
                self.advance(at + 1);
                return Ok(text);
            }
        }
        Err(ImportError::OpenQuote(self.line))
    }
}

/// A value as it stands in a line: a text as it is, anything else as JSON.
pub fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// One pair as a line of a format.
pub fn write(format: Format, key: &str, value: &Value) -> String {
    let text = shown(value);
    let name = key.trim_start_matches("${").trim_end_matches('}');
    match format {
        Format::Table => format!("{key}\t{}\n", table_cell(&text)),
        Format::Dotenv => format!("{name}={}\n", quoted(&text)),
        _ => format!("{name}: {}\n", quoted(&text)),
    }
}

fn table_cell(text: &str) -> String {
    match text.contains(['\t', '\n', '\r', '"']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

/// In quotes where the text would be read as another one without.
fn quoted(text: &str) -> String {
    let is_plain = text.trim() == text
        && !text.is_empty()
        && !text.contains(['\n', '\r', '\t', '"', '\'', '#', '\\']);
    if is_plain {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for char in text.chars() {
        match char {
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '"' | '\\' => quoted.extend(['\\', char]),
            _ => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(String, String)> {
        let pairs = read(text, format_of(text)).expect("it can be read");
        let text = |value| match value {
            Written::Text(text) => text,
            Written::Json(value) => value.to_string(),
        };
        pairs
            .into_iter()
            .map(|pair| (pair.key, text(pair.value)))
            .collect()
    }

    fn pair(key: &str, value: &str) -> (String, String) {
        (format!("${{{key}}}"), value.to_owned())
    }

    #[test]
    fn dotenv_with_its_quotes_remarks_and_exports() {
        let text = "# of the release\nexport VERSION=2.4.1 # new\n\nEMPTY=\r\nURL=http://x/#top\n\
                    QUOTED=\"a\\n\\\"b\\\"\" # c\nRAW='$HOME\\n'\nMANY=\"one\ntwo\"\nODD=\"a\" b\nEND=1";
        let expected = [
            pair("VERSION", "2.4.1"),
            pair("EMPTY", ""),
            pair("URL", "http://x/#top"),
            pair("QUOTED", "a\n\"b\""),
            pair("RAW", "$HOME\\n"),
            pair("MANY", "one\ntwo"),
            pair("ODD", "\"a\" b"),
            pair("END", "1"),
        ];
        assert_eq!(pairs(text), expected);
    }

    #[test]
    fn lines_with_colons() {
        let text = "---\nversion: 2.4.1\n\"${env}\": 'prod'\nurl: http://x:80/\nempty:\n";
        let expected = [
            pair("version", "2.4.1"),
            pair("env", "prod"),
            pair("url", "http://x:80/"),
            pair("empty", ""),
        ];
        assert_eq!(pairs(text), expected);
    }

    #[test]
    fn columns_of_a_spreadsheet() {
        let text = "${version}\t2.4.1\tnew\r\nnote\t\"a \"\"b\"\"\nc\td\"\r\nempty\t\r\n";
        let expected = [
            pair("version", "2.4.1"),
            pair("note", "a \"b\"\nc\td"),
            pair("empty", ""),
        ];
        assert_eq!(pairs(text), expected);
    }

    #[test]
    fn a_line_that_holds_no_pair_is_told_by_its_number() {
        let error = |text: &str| read(text, format_of(text)).expect_err("it cannot be read");
        assert_eq!(error("A=1\nB\n"), ImportError::Line(2));
        assert_eq!(error("just words"), ImportError::Line(1));
        assert_eq!(error("A=1\n\n=2"), ImportError::Line(3));
        assert_eq!(error("A=\"1\nB=2"), ImportError::OpenQuote(1));
        assert_eq!(error("a\tb\nc"), ImportError::Line(2));
    }
}
