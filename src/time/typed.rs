//! Text as people type and paste it, made plain: full-width forms, typographic dashes and every
//! kind of space become their ASCII counterparts, and what cannot be seen is dropped.

/// Trims as well.
pub fn plain(text: &str) -> String {
    let text: String = text.chars().filter_map(plain_char).collect();
    text.trim().to_owned()
}

fn plain_char(c: char) -> Option<char> {
    match c {
        // Zero-width and direction marks, soft hyphen, byte order mark: come along when copying.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}' => None,
        '\u{2060}'..='\u{2069}' | '\u{180e}' | '\u{fe0e}' | '\u{fe0f}' => None,
        // Full-width ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        '\u{2236}' => Some(':'),
        c if c.is_whitespace() => Some(' '),
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// Runs of digits and what stands after each, trimmed: `2027年7月1日` is `2027 7 1` and `年 月 日`.
/// `None` when the text does not begin with a digit; digits are ASCII here.
pub fn runs(text: &str) -> Option<(Vec<&str>, Vec<&str>)> {
    let (mut numbers, mut marks) = (Vec::new(), Vec::new());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        let (number, after) = rest.split_at(end);
        if number.is_empty() {
            return None;
        }
        let end = after
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(after.len());
        let (mark, next) = after.split_at(end);
        numbers.push(number);
        marks.push(mark.trim());
        rest = next;
    }
    (!numbers.is_empty()).then_some((numbers, marks))
}
