//! `embed` of `config.json`: who may frame the page.

use serde_json::Value;

use super::{ConfigError, Section};

/// Who may frame the page, and hear from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Embed {
    /// Exact origins, as a browser writes them.
    pub parents: Vec<String>,
    /// Also send what bk-sops' own pages send.
    pub legacy_events: bool,
}

const EXPECTED: &str = "[\"https://portal.example.com\"]";

pub(super) fn resolve(mut embed: Section) -> Result<Embed, ConfigError> {
    let mut parents = Vec::new();
    let listed = match embed.take("parents") {
        Value::Null => Vec::new(),
        Value::Array(listed) => listed,
        _ => return Err(embed.wrong("parents", EXPECTED)),
    };
    for parent in listed {
        match parent {
            Value::String(parent) if is_origin(&parent) => parents.push(parent),
            _ => return Err(embed.wrong("parents", EXPECTED)),
        }
    }
    let legacy_events = embed.flag("legacy_events")?;
    embed.end()?;
    Ok(Embed {
        parents,
        legacy_events,
    })
}

/// An origin as a browser writes it: scheme and host in small letters, a port
/// only where it is not the scheme's own, nothing behind it. Anything else would
/// be equal to none, and be wrong without a word.
fn is_origin(text: &str) -> bool {
    let (host, own_port) = match text.strip_prefix("https://") {
        Some(host) => (host, ":443"),
        None => (text.strip_prefix("http://").unwrap_or_default(), ":80"),
    };
    let is_of_origin = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b':' | b'[' | b']');
    let is_whole = !host.is_empty() && !host.starts_with(':') && !host.ends_with(':');
    is_whole && !host.ends_with(own_port) && host.bytes().all(is_of_origin)
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::*;

    #[test]
    fn parents_are_exact_origins() {
        let parents = |list: &str| {
            let text = format!(r#"{{"embed": {{"parents": {list}, "legacy_events": true}}}}"#);
            Config::parse(&text).map(|config| config.embed)
        };
        for good in [
            "https://portal.example.com",
            "http://localhost:8081",
            "http://10.0.0.1",
            "https://[2001:db8::1]:8443",
            "https://[::1]",
            "https://xn--fiq228c.example",
        ] {
            let embed = parents(&format!("[\"{good}\"]")).expect(good);
            assert_eq!(embed.parents, [good]);
            assert!(embed.legacy_events);
        }
        for wrong in [
            "*",
            "null",
            "",
            "portal.example.com",
            "https://",
            "https://:8080",
            "https://*.example.com",
            "https://portal.example.com/",
            "https://portal.example.com/x",
            "https://Portal.example.com",
            "https://portal.example.com:443",
            "http://portal.example.com:80",
            "http://portal.example.com:",
            "http://user@portal.example.com",
            " http://a",
            "ftp://a",
            "https://中文.example",
        ] {
            let error = parents(&format!("[\"{wrong}\"]")).expect_err(wrong);
            assert_eq!(error.key, "embed.parents");
        }
        assert!(parents("\"https://a\"").is_err());
        assert!(parents("[1]").is_err());
        assert_eq!(Config::default().embed, Embed::default());
    }
}
