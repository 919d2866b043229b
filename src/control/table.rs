//! Rows of typed cells: added, taken out, moved, and filled from a spreadsheet.

use std::sync::Arc;

use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

use super::{Parts, label_of, own};
use crate::browser::clipboard::pasted;
use crate::browser::page::{focus_soon, focused_id, show_whole};
use crate::model::Constant;
use crate::model::constant::{Edit, Row, is_more_than_a_cell, spill};
use crate::text::Lang;
use crate::ui::dom::{El, el, keyed};
use crate::ui::field::{icon_button, muted, status};
use crate::ui::icon::{Icon, icon};
use crate::ui::table::row_head;

/// A row by its number, and what it began as: where that is another one, as with
/// the values of a copied plan, its cells are drawn anew.
type Begun = (usize, String);

/// A table with the order of its rows, which changes less often than they do.
#[derive(Clone)]
struct Table {
    parts: Parts,
    order: Memo<Vec<Begun>>,
    /// What a paste did.
    news: RwSignal<String>,
    /// The edit before the last paste, and the one that it made.
    last_paste: StoredValue<Option<(Edit, Edit)>>,
}

pub fn table(parts: Parts) -> El {
    let (l, edit, constant) = (parts.l, parts.edit, parts.constant.clone());
    let order = Memo::new(move |_| {
        let rows = edit.with(|edit| constant.rows(edit));
        let begun = |row: Row| (row.number, Value::Object(row.base).to_string());
        rows.into_iter().map(begun).collect::<Vec<Begun>>()
    });
    let table = Table {
        parts: parts.clone(),
        order,
        news: RwSignal::default(),
        last_paste: StoredValue::default(),
    };
    let columns = parts.constant.kind.parts().iter();
    let heads: Vec<El> = columns.map(|column| head(&parts, column)).collect();
    let (rows, news) = (table.clone(), table.news);
    let body = el("tbody").child(keyed(
        move || order.get(),
        |(number, base)| format!("{number} {base}"),
        move |(number, _)| rows.row(number),
    ));
    let hidden = |words: &str| el("span").class("visually-hidden").child(words);
    let head = el("tr")
        .child(el("th").attr("scope", "col").child(hidden(l.row())))
        .child(heads)
        .child(el("th").attr("scope", "col").child(hidden(l.row_actions())));
    let add = icon_button("plain", Icon::Plus, l.add_row(), {
        let table = table.clone();
        move || table.add()
    });
    parts
        .composed(el("div").class("datatable").attr("role", "group"))
        .on("keydown", {
            let table = table.clone();
            move |event| table.undo_paste(&event)
        })
        .child(
            el("div")
                .class("table-box")
                .on("focusin", |event| {
                    if let Some(target) = event.target() {
                        show_whole(target.unchecked_ref());
                    }
                })
                .child(el("table").child(el("thead").child(head)).child(body)),
        )
        .child(muted(l.no_rows()).flag("hidden", move || order.with(|rows| !rows.is_empty())))
        .child(
            el("p")
                .class("row")
                .child(add.id(&format!("{}-add", parts.id)))
                .child(status("span").class("muted").live_text(move || news.get())),
        )
}

fn head(parts: &Parts, column: &Constant) -> El {
    let required = column
        .required
        .then(|| el("span").class("badge").child(parts.l.required()));
    el("th")
        .attr("scope", "col")
        .child(label_of(parts.l, column))
        .child(" ")
        .child(required)
}

impl Table {
    fn rows(&self) -> Vec<Row> {
        let edit = self.parts.edit.try_get_untracked().unwrap_or_default();
        self.parts.constant.rows(&edit)
    }

    fn report(&self, rows: Vec<Row>) {
        self.news.set(String::new());
        let _ = self.parts.on_change.try_run(Edit::Rows(rows));
    }

    fn id(&self, number: usize, what: &str) -> String {
        format!("{}-r{number}-{what}", self.parts.id)
    }

    /// Where a row stands now, counted from 0.
    fn position(&self, number: usize) -> usize {
        self.order
            .with(|order| order.iter().position(|(other, _)| *other == number))
            .unwrap_or_default()
    }

    fn add(&self) {
        let mut rows = self.rows();
        let new = self.parts.constant.new_row(&rows);
        focus_soon(self.id(new.number, "0"));
        rows.push(new);
        self.report(rows);
    }

    fn remove(&self, number: usize) {
        let mut rows = self.rows();
        let at = untrack(|| self.position(number));
        rows.retain(|row| row.number != number);
        focus_soon(match rows.get(at).or(rows.last()) {
            Some(row) => self.id(row.number, "remove"),
            None => format!("{}-add", self.parts.id),
        });
        self.report(rows);
    }

    fn step(&self, number: usize, down: bool) {
        let mut rows = self.rows();
        let at = untrack(|| self.position(number));
        let to = if down { at + 1 } else { at.wrapping_sub(1) };
        if to >= rows.len() {
            return;
        }
        rows.swap(at, to);
        // At the end of the way the button back has the focus.
        let goes_on = if down { to + 1 < rows.len() } else { to > 0 };
        focus_soon(self.id(number, if goes_on == down { "down" } else { "up" }));
        self.report(rows);
    }

    /// A text of several cells goes to as many; any other is the cell's own.
    fn paste(&self, number: usize, column: usize, event: &Event) {
        let constant = &self.parts.constant;
        let Some((text, part)) = pasted(event).zip(constant.kind.parts().get(column)) else {
            return;
        };
        if is_more_than_a_cell(&text, &part.kind) {
            event.prevent_default();
            let at = untrack(|| self.position(number));
            let spilled = spill(constant, self.rows(), at, column, &text);
            let before = self.parts.edit.try_get_untracked().unwrap_or_default();
            let made = (before, Edit::Rows(spilled.rows.clone()));
            self.last_paste.try_set_value(Some(made));
            self.report(spilled.rows);
            let l = self.parts.l;
            let mut words = l.cells_pasted(spilled.taken);
            if spilled.refused > 0 {
                words += &l.cells_refused(spilled.refused);
            }
            self.news.set(words);
        }
    }

    /// The browser knows nothing of a paste into several cells: its Ctrl+Z would
    /// take back, out of sight, what was typed into another field before.
    fn undo_paste(&self, event: &Event) {
        let key: &KeyboardEvent = event.unchecked_ref();
        let is_plain = !key.shift_key() && !key.alt_key();
        let is_undo = (key.ctrl_key() || key.meta_key()) && is_plain;
        if !is_undo || !key.key().eq_ignore_ascii_case("z") {
            return;
        }
        let now = self.parts.edit.try_get_untracked();
        let focused = focused_id().unwrap_or_default();
        let last = self.last_paste.try_get_value().flatten();
        if let Some((before, made)) = last
            && now == Some(made)
        {
            event.prevent_default();
            self.last_paste.try_set_value(None);
            // A row that goes has the focus no more.
            let rows = self.parts.constant.rows(&before);
            let is_in = |row: &Row| focused.starts_with(&self.id(row.number, ""));
            if !rows.iter().any(is_in) {
                focus_soon(format!("{}-add", self.parts.id));
            }
            self.news.set(self.parts.l.paste_undone().to_owned());
            self.parts.on_change.try_run(before);
        }
    }

    fn row(&self, number: usize) -> El {
        let row = self.rows().into_iter().find(|row| row.number == number);
        let base = row.map(|row| row.base).unwrap_or_default();
        let columns = self.parts.constant.kind.parts().iter().enumerate();
        let cells = columns.filter_map(|(at, column)| {
            let part = self
                .parts
                .constant
                .part(&column.key, base.get(&column.key))?;
            Some(self.cell(number, at, part))
        });
        let cells: Vec<El> = cells.collect();
        let table = self.clone();
        let head = row_head("").live_text(move || (table.position(number) + 1).to_string());
        el("tr")
            .child(head)
            .child(cells)
            .child(self.actions(number))
    }

    fn cell(&self, number: usize, at: usize, part: Constant) -> El {
        let (whole, key) = (self.parts.edit, part.key.clone());
        let edit = Signal::derive({
            let key = key.clone();
            move || whole.with(|whole| whole.of_cell(number, &key))
        });
        let (report, constant) = (self.parts.on_change, self.parts.constant.clone());
        let on_change = Callback::new(move |new: Edit| {
            if let Some(whole) = whole.try_get_untracked() {
                report.try_run(with_cell(&constant, &whole, number, &key, new));
            }
        });
        let (l, table, column) = (self.parts.l, self.clone(), label_of(self.parts.l, &part));
        let name = Signal::derive(move || l.cell(&column, table.position(number) + 1));
        let id = self.id(number, &at.to_string());
        let parts = Parts {
            name: Some(name),
            ..self.parts.part(id, part, edit, on_change)
        };
        let table = self.clone();
        el("td")
            .child(own(parts))
            .on("paste", move |event| table.paste(number, at, &event))
    }

    fn actions(&self, number: usize) -> El {
        let (up, down, remove) = (self.clone(), self.clone(), self.clone());
        let (first, last) = (self.clone(), self.clone());
        let is_first = move || first.position(number) == 0;
        let is_last = move || last.position(number) + 1 == last.order.with(Vec::len);
        let up = self
            .button(number, "up", Icon::Up, Lang::move_up)
            .flag("disabled", is_first)
            .on_click(move || up.step(number, false));
        let down = self
            .button(number, "down", Icon::Chevron, Lang::move_down)
            .flag("disabled", is_last)
            .on_click(move || down.step(number, true));
        let remove = self
            .button(number, "remove", Icon::Cross, Lang::remove_row)
            .on_click(move || remove.remove(number));
        el("td")
            .class("row-actions")
            .child(up)
            .child(down)
            .child(remove)
    }

    /// A button of a row that is an icon alone, and named for its row.
    fn button(
        &self,
        number: usize,
        what: &str,
        mark: Icon,
        words: fn(Lang, usize) -> String,
    ) -> El {
        let (l, table) = (self.parts.l, self.clone());
        el("button")
            .attr("type", "button")
            .class("quiet")
            .id(&self.id(number, what))
            .live_attr("aria-label", move || {
                Some(words(l, table.position(number) + 1))
            })
            .child(icon(mark))
    }
}

/// The edit of a table with that of one cell put in its place.
fn with_cell(table: &Arc<Constant>, whole: &Edit, number: usize, key: &str, new: Edit) -> Edit {
    let mut rows = table.rows(whole);
    if let Some(row) = rows.iter_mut().find(|row| row.number == number) {
        row.put(key, new);
    }
    Edit::Rows(rows)
}
