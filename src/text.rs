//! Every word of the page in both languages, complete at compile time.
//! Dates, numbers and relative times are the browser's Intl's business.

pub mod failure;
pub mod import;
pub mod moment;
pub mod part;
pub mod planned;
pub mod problem;
pub mod record;
mod words;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    Zh,
    En,
}

impl Lang {
    /// By the primary subtag of a language tag.
    pub fn parse(tag: &str) -> Option<Lang> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "zh" => Some(Lang::Zh),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// The tag for the document, for Intl and for `Accept-Language`.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    /// One of two texts, for sentences that are made of parts.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// A noun with its number: English tells one from many, Chinese does not.
    pub fn count(self, number: usize, zh: &str, one: &str, many: &str) -> String {
        match self {
            Lang::Zh => format!("{number} {zh}"),
            Lang::En => format!("{number} {}", if number == 1 { one } else { many }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_read_by_its_language() {
        assert_eq!(Lang::parse("zh-hans-CN"), Some(Lang::Zh));
        assert_eq!(Lang::parse("EN_us"), Some(Lang::En));
        assert_eq!(Lang::parse("fr"), None);
        assert_eq!(Lang::parse(""), None);
    }
}
