//! Finds variables of the form by what is searched for and by what they are.

use leptos::prelude::*;

use super::App;
use crate::browser::letters::lower_case;
use crate::browser::pattern;
use crate::form::Remaining;
use crate::form::edits::is_edited;
use crate::form::known::shown;
use crate::model::constant::{resolve, wants_value};
use crate::model::{Constant, Field};

/// Lists of fewer are seen at a glance.
const WORTH_SEARCHING: usize = 10;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    #[default]
    All,
    Changed,
    Invalid,
    Required,
    /// By no step that the ticked schemes run: not on the form, see [`unused`].
    Unused,
}

pub const FILTERS: [Filter; 5] = [
    Filter::All,
    Filter::Changed,
    Filter::Invalid,
    Filter::Required,
    Filter::Unused,
];

#[derive(Clone, Copy, Default)]
pub struct Find {
    pub text: RwSignal<String>,
    pub filter: RwSignal<Filter>,
    /// The place in the list that has to be drawn wherever the screen is.
    pub revealed: RwSignal<Option<usize>>,
    words: StoredValue<Words>,
}

/// The searchable words of each constant in lower case, for as long as the
/// constants are the same.
#[derive(Clone, Default)]
struct Words {
    of: Remaining,
    each: Vec<String>,
}

/// Separates texts that are put into lower case together.
const SEPARATOR: char = '\u{0}';

/// The places on the form of what is to be listed. Taken when the search, the
/// filter or the list changes: what is mended or reset meanwhile stays where it
/// is until then.
pub fn places(app: App) -> Vec<usize> {
    let remaining = app
        .form
        .constants
        .with(|constants| constants.ready().cloned().unwrap_or_default());
    let (filter, text) = asked(app);
    untrack(|| {
        let is_listed: Box<dyn Fn(&Constant) -> bool> = match filter {
            Filter::All => Box::new(|_| true),
            Filter::Changed => {
                Box::new(move |constant| is_edited(constant, &app.form.edit(constant)))
            }
            Filter::Invalid => Box::new(move |constant| is_invalid(app, constant)),
            Filter::Required => Box::new(|constant| wants_value(constant, &pattern::matches)),
            Filter::Unused => Box::new(|_| false),
        };
        let constants = remaining.on_form().iter().enumerate();
        let listed = constants.filter(|(_, constant)| is_listed(constant));
        let found = found(app, &remaining, &text);
        listed
            .map(|(place, _)| place)
            .filter(|place| found.get(*place).is_none_or(|is_found| *is_found))
            .collect()
    })
}

/// What is searched for, and by which filter: nothing and none where there is
/// too little to offer the search, which was left with a larger template.
fn asked(app: App) -> (Filter, String) {
    match is_worth_searching(app) {
        true => (
            app.find.filter.get(),
            app.find.text.with(|text| lower_case(text.trim())),
        ),
        false => Default::default(),
    }
}

/// Whether the list of the form gives way to what is not on it.
pub fn lists_unused(app: App) -> bool {
    asked(app).0 == Filter::Unused
}

/// The shown constants of the template that did not remain with the ticked
/// schemes, in which the searched text stands.
pub fn unused(app: App) -> Vec<Constant> {
    let (_, text) = asked(app);
    let fallen = app.form.flow.with(|flow| {
        let constants = flow.ready().map(|flow| &*flow.template.constants);
        app.form.constants.with(|remaining| {
            let remaining = remaining.ready()?;
            let is_added = |key: &str| {
                app.form
                    .added
                    .with(|rows| rows.iter().any(|row| row.key.with(|own| own.trim() == key)))
            };
            let fallen = shown(constants?)
                .filter(|own| remaining.get(&own.key).is_none() && !is_added(&own.key));
            Some(fallen.cloned().collect::<Vec<Constant>>())
        })
    });
    let fallen = fallen.unwrap_or_default();
    let each = words(fallen.iter().map(words_of));
    let found = fallen.into_iter().zip(each);
    found
        .filter_map(|(constant, words)| words.contains(&text).then_some(constant))
        .collect()
}

/// Whether there are enough variables for the search and its filters.
pub fn is_worth_searching(app: App) -> bool {
    let of_template = app.form.flow.with(|flow| {
        let flow = flow.ready();
        flow.map_or(0, |flow| shown(&flow.template.constants).count())
    });
    let on_form = app.form.constants.with(|constants| {
        let constants = constants.ready();
        constants.map(|constants| constants.on_form().len())
    });
    on_form.is_some_and(|on_form| on_form.max(of_template) >= WORTH_SEARCHING)
}

fn is_invalid(app: App, constant: &Constant) -> bool {
    let field = Field::Constant(constant.key.clone());
    app.problems.with(|problems| problems.contains_key(&field))
}

/// For each constant whether the text stands in it; empty where nothing is
/// searched for.
fn found(app: App, remaining: &Remaining, text: &str) -> Vec<bool> {
    if text.is_empty() {
        return Vec::new();
    }
    let is_known = app.find.words.with_value(|words| words.of == *remaining);
    if !is_known {
        let each = words(remaining.on_form().iter().map(words_of));
        let of = remaining.clone();
        app.find.words.set_value(Words { of, each });
    }
    let mut found: Vec<bool> = app.find.words.with_value(|words| {
        let each = words.each.iter();
        each.map(|words| words.contains(text)).collect()
    });
    for (key, edit) in app.form.written().edits {
        let constant = remaining.get(&key).filter(|constant| !constant.secret());
        if let (Some(constant), Some(place)) = (constant, remaining.place(&key))
            && let Ok(Some(value)) = resolve(constant, &edit)
        {
            found[place] |= lower_case(&value.to_string()).contains(text);
        }
    }
    found
}

fn words_of(constant: &Constant) -> String {
    let Constant {
        name, key, default, ..
    } = constant;
    match constant.secret() {
        true => format!("{name} {key}"),
        false => format!("{name} {key} {default}"),
    }
}

/// One call of the browser for all of them.
fn words(each: impl Iterator<Item = String>) -> Vec<String> {
    let mut all = String::new();
    for text in each {
        all.push_str(&text.replace(SEPARATOR, " "));
        all.push(SEPARATOR);
    }
    let lower = lower_case(&all);
    lower.split(SEPARATOR).map(str::to_owned).collect()
}

/// Draws a variable that a filter or the distance hides, so that it can be
/// gone to.
pub fn reveal(app: App, key: &str) {
    let place = app.form.constants.with_untracked(|constants| {
        let constants = constants.ready()?;
        constants.place(key)
    });
    let Some(place) = place else {
        return;
    };
    let is_listed = untrack(|| places(app)).contains(&place);
    if !is_listed {
        app.find.text.set(String::new());
        app.find.filter.set(Filter::All);
    }
    app.find.revealed.set(Some(place));
}
