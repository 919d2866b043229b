//! The two languages of the answers: simplified Chinese unless the request asks for English.

use axum::http::{HeaderMap, header};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Chinese,
    English,
}

impl Language {
    /// The first language of `Accept-Language`, by weight, that bk-sops has.
    pub fn of(headers: &HeaderMap) -> Language {
        let accepted = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let mut ranges: Vec<(f32, &str)> = accepted.split(',').filter_map(weighted).collect();
        ranges.sort_by(|one, other| other.0.total_cmp(&one.0));
        for (_, range) in ranges {
            let primary = range.split('-').next().unwrap_or_default();
            if primary.eq_ignore_ascii_case("en") {
                return Language::English;
            }
            if primary.eq_ignore_ascii_case("zh") || primary == "*" {
                break;
            }
        }
        Language::Chinese
    }

    pub fn choose<'a>(self, chinese: &'a str, english: &'a str) -> &'a str {
        match self {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }
}

fn weighted(item: &str) -> Option<(f32, &str)> {
    let (range, weight) = match item.split_once(';') {
        Some((range, weight)) => (range, weight.trim().strip_prefix("q=")?.parse().ok()?),
        None => (item, 1.0),
    };
    (weight > 0.0).then_some((weight, range.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_is_asked_for_by_weight() {
        for (accepted, language) in [
            ("", Language::Chinese),
            ("en", Language::English),
            ("en-US,en;q=0.9", Language::English),
            ("zh-CN,zh;q=0.9,en;q=0.8", Language::Chinese),
            ("zh;q=0.1, en;q=0.2", Language::English),
            ("fr, en;q=0.5", Language::English),
            ("fr", Language::Chinese),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(
                header::ACCEPT_LANGUAGE,
                accepted.parse().expect("a header value"),
            );
            assert_eq!(Language::of(&headers), language, "{accepted}");
        }
    }
}
