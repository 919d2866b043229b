//! What the sheets may say themselves, and what only tokens say.

use std::collections::{BTreeSet, HashMap};

use clocked::message::Token;

use super::colour::Colour;
use super::sheet::{self, Declaration};

const SHEETS: [&str; 5] = ["base.css", "ui.css", "view.css", "forced.css", "boot.css"];

/// Set by a script: where a dialog stands in a frame that is as high as its content.
const OF_SCRIPTS: [&str; 1] = ["--at"];

/// Words of a colour property that are no colour, or that of what is around.
const NO_COLOURS: [&str; 9] = [
    "solid",
    "dashed",
    "none",
    "inset",
    "transparent",
    "currentColor",
    "inherit",
    "!important",
    "0",
];

/// Colours of the system, where it sets them all.
const OF_SYSTEM: [&str; 8] = [
    "Canvas",
    "CanvasText",
    "ButtonFace",
    "ButtonText",
    "GrayText",
    "Highlight",
    "HighlightText",
    "LinkText",
];

fn all() -> Vec<Declaration> {
    SHEETS.iter().flat_map(|file| sheet::read(file)).collect()
}

/// All but the copies of the tokens with which `boot.css` begins.
fn drawn() -> Vec<Declaration> {
    let mut all = all();
    all.retain(|part| !part.property.starts_with("--"));
    all
}

/// The value without what tokens say of it.
fn own_words(part: &Declaration) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = part.value.as_str();
    while let Some((before, after)) = rest.split_once("var(") {
        words.extend(split(before));
        rest = after.split_once(')').expect("var( is closed").1;
    }
    words.extend(split(rest));
    words
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',', '(', ')', '/'])
        .filter(|word| !word.is_empty())
}

fn is_length(word: &str) -> bool {
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-'));
    unit.len() < word.len() && matches!(unit, "px" | "rem" | "em" | "pt" | "ch" | "lh")
}

/// What of it a token has to say.
fn literals(part: &Declaration) -> Vec<&str> {
    let property = part.property.as_str();
    let is = |stems: &[&str]| stems.iter().any(|stem| property.starts_with(stem));
    let words = own_words(part).into_iter();
    if property.ends_with("radius") {
        words.collect()
    } else if is(&[
        "margin",
        "padding",
        "gap",
        "row-gap",
        "column-gap",
        "scroll-",
    ]) {
        // A hair's breadth is no space.
        words
            .filter(|word| is_length(word) && *word != "1px")
            .collect()
    } else if property == "font" || property == "font-size" {
        words.filter(|word| is_length(word)).collect()
    } else if is(&[
        "background",
        "border",
        "outline",
        "box-shadow",
        "accent-color",
    ]) || property.ends_with("color")
        || ["fill", "stroke"].contains(&property)
    {
        let is_forced = part.is_within("forced-colors: active");
        let may = |word: &str| {
            let is_system = is_forced && OF_SYSTEM.contains(&word);
            is_length(word) || NO_COLOURS.contains(&word) || is_system
        };
        let is_of_colour = !property.ends_with("adjust") && !property.ends_with("collapse");
        words.filter(|word| is_of_colour && !may(word)).collect()
    } else {
        // A colour has no business elsewhere.
        words.filter(|word| word.starts_with('#')).collect()
    }
}

/// It hides what only a screen reader tells, and is no space.
fn is_exempt(part: &Declaration) -> bool {
    part.is_within(".visually-hidden") && part.property == "margin"
}

#[test]
fn colours_spaces_radii_and_sizes_of_text_are_tokens() {
    let drawn = drawn();
    assert!(drawn.len() > 400, "the sheets are read");
    let said: Vec<String> = drawn
        .iter()
        .filter(|part| !is_exempt(part) && !literals(part).is_empty())
        .map(|part| {
            let Declaration {
                file,
                rules,
                property,
                value,
                ..
            } = part;
            format!("{file}: {} {{ {property}: {value} }}", rules.join(" "))
        })
        .collect();
    assert!(said.is_empty(), "{said:#?}");
}

#[test]
fn a_literal_is_found_wherever_it_stands() {
    for (property, value) in [
        ("color", "red"),
        ("background", "#fff"),
        ("border", "1px solid rgb(0 0 0)"),
        ("border-inline-start", "3px solid Highlight"),
        ("box-shadow", "0 0 2px black"),
        ("border-radius", "3px"),
        ("border-radius", "0 var(--radius) 1px 0"),
        ("padding", "var(--space-2) 7px"),
        ("gap", "0.5rem"),
        ("margin-block", "calc(-1 * 4px)"),
        ("font", "13px/1.5 var(--font)"),
        ("mask", "linear-gradient(#000, transparent)"),
    ] {
        let part = Declaration {
            file: "",
            rules: Vec::new(),
            property: property.to_owned(),
            value: value.to_owned(),
            remark: String::new(),
        };
        assert!(!literals(&part).is_empty(), "{property}: {value}");
    }
}

#[test]
fn every_token_is_there_and_every_one_is_used() {
    let declared = sheet::read("tokens.css");
    let tokens: BTreeSet<&str> = declared.iter().map(|part| &*part.property).collect();
    let all = all();
    let app = all.iter().filter(|part| part.file != "boot.css");
    let used: BTreeSet<&str> = app.flat_map(Declaration::takes).collect();
    let known: BTreeSet<&str> = tokens.iter().copied().chain(OF_SCRIPTS).collect();
    let unknown: Vec<&&str> = used.difference(&known).collect();
    assert!(unknown.is_empty(), "nobody sets {unknown:?}");
    let idle: Vec<&&str> = tokens
        .difference(&used)
        .filter(|name| **name != "color-scheme")
        .collect();
    assert!(idle.is_empty(), "nobody uses {idle:?}");
}

#[test]
fn only_the_tokens_own_sheets_declare_any() {
    let all = all();
    let mut elsewhere = all.iter().filter(|part| {
        let is_boots = part.file == "boot.css" && part.property.starts_with("--boot-");
        part.property.starts_with("--") && !is_boots
    });
    assert!(elsewhere.next().is_none(), "a token of its own");
}

#[test]
fn the_page_before_the_program_looks_as_the_page_with_it() {
    let tokens = sheet::read("tokens.css");
    let tokens: HashMap<&str, &str> = tokens
        .iter()
        .filter(|part| part.rules == ["@layer tokens", ":root"])
        .map(|part| (&*part.property, &*part.value))
        .collect();
    let boot = sheet::read("boot.css");
    let own: BTreeSet<&str> = boot
        .iter()
        .filter(|part| part.property.starts_with("--boot-"))
        .map(|part| &*part.property)
        .collect();
    for part in &boot {
        for name in part.takes() {
            assert!(own.contains(name), "boot.css has no {name} of its own");
        }
        // The bones of the page that is to come are drawn nowhere else.
        let Some(name) = part
            .property
            .strip_prefix("--boot-")
            .filter(|n| *n != "bone")
        else {
            continue;
        };
        let token = tokens.get(&*format!("--{name}"));
        let token = token.unwrap_or_else(|| panic!("--boot-{name} is a copy of nothing"));
        let is_of_more = part.is_within("contrast");
        // For browsers that know no other, the light one.
        let light = token
            .strip_prefix("light-dark(")
            .and_then(|both| both.split_once(','));
        let is_copy = part.value == *token || light.is_some_and(|(light, _)| part.value == light);
        assert!(is_of_more || is_copy, "--boot-{name}: {}", part.value);
    }
}

#[test]
fn a_portal_may_set_every_colour_and_none_of_the_measures() {
    let declared = sheet::read("tokens.css");
    let of_all = declared
        .iter()
        .filter(|part| part.rules == ["@layer tokens", ":root"] && part.property.starts_with("--"));
    for part in of_all {
        let is_colour = Colour::read_both(&part.value).is_some();
        let may = is_colour || ["--font", "--radius"].contains(&&*part.property);
        let is_taken = Token::read(&part.property, &part.value).is_some();
        assert_eq!(is_taken, may, "{}: {}", part.property, part.value);
    }
}
