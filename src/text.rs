//! Every word of the page in every language, complete at compile time. A
//! language is one file that fills the list in `words`, as `en` does, and is
//! named here: by its `mod` and in `Lang::ALL`. Which sentence is said when is
//! told once, in the other files, for all of them. Dates, numbers, plurals and
//! relative times are the browser's Intl's business.
//!
//! The one exception is what the page says before its wasm is there and after
//! it has died: `index.html` has that in its two languages side by side, and
//! `boot.js` chooses between them for the skeleton.

mod en;
pub mod failure;
pub mod import;
pub mod moment;
mod number;
pub mod part;
mod places;
pub mod planned;
pub mod problem;
pub mod record;
mod words;
mod zh;

pub use self::words::isolated;

use words::Words;

/// One of the page's languages.
#[derive(Clone, Copy)]
pub struct Lang(&'static Words);

impl Lang {
    pub const ZH: Lang = Lang(&zh::WORDS);
    pub const EN: Lang = Lang(&en::WORDS);
    /// In the order in which the page offers them.
    pub const ALL: &[Lang] = &[Lang::ZH, Lang::EN];

    /// By the primary subtag of a language tag.
    pub fn parse(tag: &str) -> Option<Lang> {
        let wanted = primary(tag);
        let mut all = Lang::ALL.iter().copied();
        all.find(|l| primary(l.tag()).eq_ignore_ascii_case(wanted))
    }

    /// The tag for the document, for Intl and for `Accept-Language`.
    pub fn tag(self) -> &'static str {
        self.0.tag
    }

    /// The tags of all languages, for whoever gave another.
    pub fn tags(between: &str) -> String {
        let tags = Lang::ALL.iter().map(|l| l.tag()).collect::<Vec<_>>();
        tags.join(between)
    }

    /// The one that the page offers instead: going on, each comes round.
    pub fn next(self) -> Lang {
        next_of(Lang::ALL, self)
    }
}

fn next_of(all: &[Lang], l: Lang) -> Lang {
    let behind = all.iter().skip_while(|other| **other != l).nth(1);
    behind.or(all.first()).copied().unwrap_or(l)
}

fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or_default()
}

impl PartialEq for Lang {
    fn eq(&self, other: &Lang) -> bool {
        self.tag() == other.tag()
    }
}

impl Eq for Lang {}

impl std::fmt::Debug for Lang {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(self.tag())
    }
}

const _: () = {
    let mut at = 0;
    while at < Lang::ALL.len() {
        words::check(Lang::ALL[at].0);
        at += 1;
    }
};

#[cfg(test)]
mod tests;
