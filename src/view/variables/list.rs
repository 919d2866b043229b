//! The list of variables, in blocks of parts of which only those near the screen
//! are drawn: ten thousand variables cost the page what a hundred do. The place of
//! each among all is told to screen readers, a part that has the focus stays,
//! and one that is gone to is drawn first ([`crate::app::find::reveal`]).

use std::hash::{DefaultHasher, Hash, Hasher};

use leptos::prelude::*;

use super::row::variable;
use crate::app::App;
use crate::form::{Loaded, Remaining};
use crate::text::Lang;
use crate::ui::dom::{El, el, keyed};
use crate::ui::nearby::Nearby;

/// Variables of a part.
const PART: usize = 25;
/// Parts of a block. Each of hundreds of parts would cost every frame its share.
const BLOCK: usize = 20;
/// As many are drawn at once, wherever the screen is.
const WHOLE: usize = 50;

/// A variable of the list.
struct Listed {
    remaining: Remaining,
    /// On the form.
    place: usize,
}

/// `listed` are the places on the form of what is to be listed.
pub fn list(app: App, l: Lang, listed: Memo<Vec<usize>>) -> El {
    let form = app.form;
    let is_whole = Memo::new(move |_| listed.with(Vec::len) <= WHOLE);
    let parts = Memo::new(move |_| match is_whole.get() {
        true => 1,
        false => listed.with(Vec::len).div_ceil(PART),
    });
    let nearby = Nearby::of_view();
    // The parts that are in the one of this number, of as many parts each.
    let parts_in =
        move |number: usize, size: usize| number * size..((number + 1) * size).min(parts.get());
    let items = move |part: usize| -> Vec<Listed> {
        let remaining = form
            .constants
            .with(|constants| constants.ready().cloned().unwrap_or_default());
        let is_whole = is_whole.get();
        listed.with(|places| {
            let (from, to) = match is_whole {
                true => (0, places.len()),
                false => (part * PART, ((part + 1) * PART).min(places.len())),
            };
            let own = places.get(from..to).unwrap_or_default().iter();
            own.map(|place| Listed {
                remaining: remaining.clone(),
                place: *place,
            })
            .collect()
        })
    };
    // Whether the one of this number is drawn, a part or a block.
    let drawn = move |of: &El, number: usize, size: usize| {
        let is_near = nearby.watch(of, (size == 1).then_some(number), number == 0);
        let is_revealed = move || {
            let place = app.find.revealed.get();
            let at =
                place.and_then(|place| listed.with(|own| own.iter().position(|at| *at == place)));
            at.is_some_and(|at| at / (PART * size) == number)
        };
        let is_drawn = Memo::new(move |_| is_whole.get() || is_near.get() || is_revealed());
        nearby.hold_room(of, is_drawn, move || parts_in(number, size));
        is_drawn
    };
    let part = move |number: usize| {
        let part = el("div").class("variables");
        let is_drawn = drawn(&part, number, 1);
        let rows = move || match is_drawn.get() {
            true => items(number),
            false => Vec::new(),
        };
        part.child(keyed(rows, key_of, move |own| {
            row(app, l, own, listed, is_whole)
        }))
    };
    let block = move |number: usize| {
        let block = el("div");
        let is_drawn = drawn(&block, number, BLOCK);
        let own = move || match is_drawn.get() {
            true => parts_in(number, BLOCK).collect(),
            false => Vec::new(),
        };
        block.child(keyed(own, usize::to_string, part))
    };
    let blocks = move || (0..parts.get().div_ceil(BLOCK)).collect();
    el("div")
        .class("variable-list")
        .live_attr("role", move || (!is_whole.get()).then(|| "list".to_owned()))
        .child(keyed(blocks, usize::to_string, block))
}

/// All that a row is drawn from, so that one whose template was read anew, with
/// other options, rules or words, is drawn anew, and one that only moved is not.
fn key_of(own: &Listed) -> String {
    let mut hasher = DefaultHasher::new();
    own.remaining.on_form().get(own.place).hash(&mut hasher);
    hasher.finish().to_string()
}

/// A variable, which tells its number and how many there are where not all of them
/// are drawn.
fn row(app: App, l: Lang, own: Listed, listed: Memo<Vec<usize>>, is_whole: Memo<bool>) -> El {
    let Some(constant) = own.remaining.on_form().get(own.place) else {
        return el("div");
    };
    let key = constant.key.clone();
    let number = move || {
        let place = |constants: &Loaded<Remaining>| constants.ready()?.place(&key);
        let place = app.form.constants.with(place)?;
        let at = listed.with(|listed| listed.binary_search(&place).ok())?;
        Some((at + 1).to_string())
    };
    let in_parts = move |value: String| (!is_whole.get()).then_some(value);
    variable(app, l, constant.clone())
        .live_attr("role", move || in_parts("listitem".to_owned()))
        .live_attr("aria-posinset", move || in_parts(number()?))
        .live_attr("aria-setsize", move || {
            in_parts(listed.with(Vec::len).to_string())
        })
}
