//! The custom properties of CSS that a portal may set. Only plain opaque
//! colours, a radius and names of fonts: nothing that could load anything or
//! hide a part of the page.

/// Properties that are a colour.
const COLOURS: [&str; 17] = [
    "--page",
    "--surface",
    "--surface-2",
    "--line",
    "--line-strong",
    "--text",
    "--muted",
    "--faint",
    "--primary",
    "--primary-hover",
    "--primary-soft",
    "--on-primary",
    "--bad",
    "--bad-soft",
    "--good",
    "--warn",
    "--warn-soft",
];

pub const EXPECTED: &str = "{\"--primary\": \"light-dark(#0462ff, #5092ff)\"}";

/// A property with a value that it may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub name: String,
    pub value: String,
}

impl Token {
    pub fn read(name: &str, value: &str) -> Option<Token> {
        let value = value.trim();
        let fits = match name {
            "--radius" => is_radius(value),
            "--font" => is_font(value),
            _ => COLOURS.contains(&name) && is_colour(value),
        };
        fits.then(|| Token {
            name: name.to_owned(),
            value: value.to_owned(),
        })
    }
}

/// `#rgb`, `#rrggbb`, or two of them for light and dark.
fn is_colour(value: &str) -> bool {
    let inner = value
        .strip_prefix("light-dark(")
        .and_then(|value| value.strip_suffix(')'));
    match inner.and_then(|inner| inner.split_once(',')) {
        Some((light, dark)) => is_hex(light.trim()) && is_hex(dark.trim()),
        None => is_hex(value),
    }
}

fn is_hex(value: &str) -> bool {
    value.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 6) && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

/// `0` to `9px`: more would cut into what stands in a corner.
fn is_radius(value: &str) -> bool {
    matches!(value.as_bytes(), [b'0'] | [b'0'..=b'9', b'p', b'x'])
}

/// Names, in quotes or not, with commas between them: no function, no escape.
fn is_font(value: &str) -> bool {
    let is_of_names = |byte: u8| {
        let is_mark = matches!(byte, b' ' | b'-' | b'_' | b',' | b'"' | b'\'');
        is_mark || byte.is_ascii_alphanumeric() || !byte.is_ascii()
    };
    !value.is_empty() && value.len() <= 300 && value.bytes().all(is_of_names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_properties_take_plain_values() {
        for (name, value) in [
            ("--primary", "#1f66e5"),
            ("--page", "#fff"),
            ("--text", " light-dark(#313238, #E6E7EB) "),
            ("--warn-soft", "light-dark(#fff,#000)"),
            ("--radius", "0"),
            ("--radius", "8px"),
            ("--font", "\"Microsoft YaHei\", '苹方', system-ui"),
        ] {
            assert!(Token::read(name, value).is_some(), "{name}: {value}");
        }
    }

    #[test]
    fn nothing_else_is_taken() {
        for (name, value) in [
            ("--primary", ""),
            ("--primary", "#12"),
            ("--primary", "#12345678"),
            ("--primary", "#ggg"),
            ("--primary", "red"),
            ("--surface", "transparent"),
            ("--surface", "inherit"),
            ("--surface", "url(https://evil.example/x)"),
            ("--surface", "var(--text)"),
            ("--surface", "#fff; display: none"),
            ("--surface", "light-dark(#fff, url(x))"),
            ("--surface", "light-dark(#fff)"),
            ("--surface", "light-dark(#fff, #000, #000)"),
            ("--space-5", "0"),
            ("--control", "0"),
            ("--boot-card", "#fff"),
            ("--shadow", "#fff"),
            ("primary", "#fff"),
            ("color", "#fff"),
            ("--radius", "16px"),
            ("--radius", "+1px"),
            ("--radius", "5"),
            ("--radius", "1e1px"),
            ("--radius", "-1px"),
            ("--font", ""),
            ("--font", "a; b"),
            ("--font", "url(x)"),
            ("--font", "\\75 rl"),
        ] {
            assert!(Token::read(name, value).is_none(), "{name}: {value}");
        }
        assert!(Token::read("--font", &"a,".repeat(200)).is_none());
    }
}
