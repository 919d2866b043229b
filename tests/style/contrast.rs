//! Colours of the tokens against each other, in every theme.

use std::collections::HashMap;

use super::colour::Colour;
use super::sheet::{self, Declaration};

/// Everything that is written in a colour…
const TEXTS: [&str; 7] = [
    "--text",
    "--muted",
    "--faint",
    "--primary",
    "--bad",
    "--good",
    "--warn",
];

/// …can be written on each of these.
const GROUNDS: [&str; 6] = [
    "--page",
    "--surface",
    "--surface-2",
    "--primary-soft",
    "--bad-soft",
    "--warn-soft",
];

/// Borders of controls, focused and wrong ones too, and the ring of the focus.
const EDGES: [&str; 3] = ["--line-strong", "--primary", "--bad"];

struct Theme {
    name: &'static str,
    colours: HashMap<String, Colour>,
    has_more: bool,
}

impl Theme {
    fn colour(&self, name: &str) -> Colour {
        *self
            .colours
            .get(name)
            .unwrap_or_else(|| panic!("no {name}"))
    }

    /// The least contrast of text, and that of lines.
    fn least(&self) -> (f64, f64) {
        if self.has_more {
            (7.0, 4.5)
        } else {
            (4.5, 3.0)
        }
    }

    fn faults<'a>(
        &self,
        least: f64,
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Vec<String> {
        let fault = |(front, ground): (&str, &str)| {
            let contrast = self.colour(front).contrast(self.colour(ground));
            let theme = self.name;
            (contrast < least).then(|| format!("{theme}: {front} on {ground}: {contrast:.2}"))
        };
        pairs.into_iter().filter_map(fault).collect()
    }
}

fn each<'a>(fronts: &'a [&str], grounds: &'a [&str]) -> impl Iterator<Item = (&'a str, &'a str)> {
    let on_each = |front| grounds.iter().map(move |ground| (front, *ground));
    fronts.iter().copied().flat_map(on_each)
}

/// The themes that a person may see; high contrast is light or dark too.
fn themes() -> Vec<Theme> {
    let declared = sheet::read("tokens.css");
    let of = |name, at: usize, has_more| {
        let mut colours = HashMap::new();
        let parts = declared.iter().filter(|part| {
            let is_more = part.is_within("data-theme=\"contrast\"");
            is_of_all(part) || (has_more && is_more)
        });
        for part in parts {
            if let Some(both) = Colour::read_both(plain(part)) {
                colours.insert(part.property.clone(), both[at]);
            }
        }
        Theme {
            name,
            colours,
            has_more,
        }
    };
    vec![
        of("light", 0, false),
        of("dark", 1, false),
        of("high contrast, light", 0, true),
        of("high contrast, dark", 1, true),
    ]
}

fn is_of_all(part: &Declaration) -> bool {
    part.rules == ["@layer tokens", ":root"]
}

fn plain(part: &Declaration) -> &str {
    part.value.trim_end_matches("!important").trim_end()
}

/// Asserts that no theme has a fault.
fn has_none(of: impl Fn(&Theme) -> Vec<String>) {
    let faults: Vec<String> = themes().iter().flat_map(of).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_colour_of_text_can_be_read_on_every_ground() {
    has_none(|theme| theme.faults(theme.least().0, each(&TEXTS, &GROUNDS)));
}

#[test]
fn the_words_of_the_primary_button_can_be_read() {
    has_none(|theme| {
        let grounds = ["--primary", "--primary-hover"];
        theme.faults(theme.least().0, each(&["--on-primary"], &grounds))
    });
}

#[test]
fn controls_and_the_focus_stand_out_from_every_ground() {
    has_none(|theme| theme.faults(theme.least().1, each(&EDGES, &GROUNDS)));
}

#[test]
fn high_contrast_shows_the_lines_between_parts_too() {
    has_none(|theme| match theme.has_more {
        true => theme.faults(theme.least().1, each(&["--line"], &GROUNDS)),
        false => Vec::new(),
    });
}

/// The colour of BlueKing that each token is of.
const OF_BLUEKING: [(&str, &str); 17] = [
    ("--page", "#f5f7fa"),
    ("--surface", "#ffffff"),
    ("--surface-2", "#f5f7fa"),
    ("--line", "#dcdee5"),
    ("--line-strong", "#979ba5"),
    ("--text", "#313238"),
    ("--muted", "#63656e"),
    ("--faint", "#979ba5"),
    ("--primary", "#3a84ff"),
    ("--primary-hover", "#3a84ff"),
    ("--primary-soft", "#3a84ff"),
    ("--on-primary", "#ffffff"),
    ("--bad", "#ea3636"),
    ("--bad-soft", "#ea3636"),
    ("--good", "#2dcb56"),
    ("--warn", "#ff9c01"),
    ("--warn-soft", "#ff9c01"),
];

fn of_blueking() -> HashMap<String, Colour> {
    let read = |hex| Colour::read(hex).expect("a colour");
    let named = OF_BLUEKING.map(|(name, hex)| (name.to_owned(), read(hex)));
    named.into_iter().collect()
}

#[test]
fn every_colour_has_one_of_blueking_and_the_remark_behind_it_names_that_one() {
    let declared = sheet::read("tokens.css");
    let colours = declared.iter().filter(|part| is_of_all(part));
    let remarked: Vec<(&str, &str)> = colours
        .filter(|part| Colour::read_both(plain(part)).is_some())
        .map(|part| (&*part.property, &*part.remark))
        .collect();
    assert_eq!(remarked, OF_BLUEKING);
}

#[test]
fn every_colour_is_of_the_hue_of_one_of_blueking() {
    let own = of_blueking();
    has_none(|theme| {
        let strays = own.iter().filter(|(name, own)| {
            let colour = theme.colour(name);
            let is_grey = own.chroma() <= 16;
            !match is_grey {
                true => colour.chroma() <= 16,
                false => colour.is_of_the_hue_of(**own),
            }
        });
        strays
            .map(|(name, own)| format!("{}: {name} is not of {own:?}", theme.name))
            .collect()
    });
}

#[test]
fn a_colour_of_blueking_is_taken_as_it_is_where_it_can_be_read() {
    let own = of_blueking();
    has_none(|theme| {
        let changed = TEXTS.iter().filter(|name| {
            let (own, colour) = (own[**name], theme.colour(name));
            let mut grounds = GROUNDS.iter().map(|ground| theme.colour(ground));
            let is_readable = grounds.all(|ground| own.contrast(ground) >= theme.least().0);
            !theme.has_more && is_readable && colour != own
        });
        changed
            .map(|name| format!("{}: {name}", theme.name))
            .collect()
    });
}

/// Shades of one colour. The greys of text are others of BlueKing's own in the
/// dark and in high contrast, with steps between them that have to be seen.
const SHADES: [&str; 4] = ["--primary", "--bad", "--good", "--warn"];
const GREYS: [&str; 2] = ["--faint", "--line-strong"];

#[test]
fn a_colour_that_was_changed_is_the_nearest_shade_that_can_be_read() {
    let own = of_blueking();
    has_none(|theme| {
        let greys = GREYS.iter().filter(|_| !theme.has_more);
        let changed = SHADES
            .iter()
            .chain(greys)
            .filter(|name| theme.colour(name) != own[**name]);
        let far = changed.filter_map(|name| {
            let (text, line) = theme.least();
            let least = if TEXTS.contains(name) { text } else { line };
            let on = |ground: &str| theme.colour(name).contrast(theme.colour(ground));
            let lowest = GROUNDS.map(on).into_iter().fold(21.0, f64::min);
            let is_near = lowest <= least + 0.1;
            (!is_near).then(|| format!("{}: {name}: {lowest:.2}", theme.name))
        });
        far.collect()
    });
}

#[test]
fn high_contrast_is_the_same_by_choice_and_by_the_system() {
    let declared = sheet::read("tokens.css");
    let of = |words: &str| -> Vec<(String, String)> {
        let parts = declared.iter().filter(|part| part.is_within(words));
        parts
            .map(|part| (part.property.clone(), part.value.clone()))
            .collect()
    };
    let (chosen, asked) = (of("data-theme=\"contrast\""), of("prefers-contrast: more"));
    assert_eq!(chosen, asked);
    let mut names: Vec<&String> = chosen.iter().map(|(name, _)| name).collect();
    names.sort();
    let own = of_blueking();
    let mut all: Vec<&String> = own.keys().collect();
    all.sort();
    assert_eq!(names, all, "every colour has one in high contrast");
    for (name, value) in &chosen {
        let holds = value.ends_with(" !important");
        assert!(holds, "{name} would give way to one that a portal set");
    }
}
