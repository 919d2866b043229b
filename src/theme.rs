//! The looks that a person, a link or a portal may choose. What they look like
//! is written in `style/tokens.css`.

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system is: light or dark, and with more contrast where it asks for that.
    #[default]
    System,
    Light,
    Dark,
    /// With more contrast in any case; light or dark as the system is.
    Contrast,
}

impl Theme {
    /// In the order in which they are offered.
    pub const ALL: [Theme; 4] = [Theme::System, Theme::Light, Theme::Dark, Theme::Contrast];

    /// The words of all themes, for whoever gave another.
    pub fn words(between: &str) -> String {
        Theme::ALL.map(Theme::word).join(between)
    }

    /// Its name in links, in messages, in storage and on the document's root.
    pub const fn word(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::Contrast => "contrast",
        }
    }

    pub fn parse(word: &str) -> Option<Theme> {
        Theme::ALL.into_iter().find(|theme| theme.word() == word)
    }
}
