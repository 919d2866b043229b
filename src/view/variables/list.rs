//! The list of variables, in blocks of parts of which only those near the screen
//! are drawn: ten thousand variables cost the page what a hundred do. The place of
//! each among all is told to screen readers, a part that has the focus stays,
//! and one that is gone to is drawn first ([`crate::app::find::reveal`]).

use leptos::prelude::*;

use super::row::variable;
use crate::app::App;
use crate::form::Remaining;
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
#[derive(Clone)]
struct Listed {
    remaining: Remaining,
    place: usize,
    /// Its number in the list and how long that is, where it is drawn in parts.
    of: Option<(usize, usize)>,
    /// The template's id and edit time: one that was read anew has its rows
    /// drawn anew, since options, rules and words may differ.
    read: (i64, String),
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
        let read = form.flow.with_untracked(|flow| {
            let template = flow.ready().map(|flow| &flow.template);
            template.map(|template| (template.id, template.edit_time.clone()))
        });
        let read = read.unwrap_or_default();
        let is_whole = is_whole.get();
        listed.with(|places| {
            let (from, to) = match is_whole {
                true => (0, places.len()),
                false => (part * PART, ((part + 1) * PART).min(places.len())),
            };
            let own = places.get(from..to).unwrap_or_default().iter().enumerate();
            own.map(|(at, place)| Listed {
                remaining: remaining.clone(),
                place: *place,
                of: (!is_whole).then_some((from + at + 1, places.len())),
                read: read.clone(),
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
        part.child(keyed(rows, key_of, move |own| row(app, l, own)))
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

fn key_of(own: &Listed) -> String {
    let (id, edited) = &own.read;
    let constant = own.remaining.on_form().get(own.place);
    let own_key = constant.map(|constant| {
        let default = constant.default.to_string();
        format!("{} {} {default}", constant.key, constant.type_name)
    });
    let number = own.of.map_or(0, |(number, _)| number);
    format!("{id} {edited} {number} {}", own_key.unwrap_or_default())
}

fn row(app: App, l: Lang, own: Listed) -> El {
    let Some(constant) = own.remaining.on_form().get(own.place) else {
        return el("div");
    };
    let row = variable(app, l, constant.clone());
    match own.of {
        Some((number, all)) => row
            .attr("role", "listitem")
            .attr("aria-posinset", &number.to_string())
            .attr("aria-setsize", &all.to_string()),
        None => row,
    }
}
