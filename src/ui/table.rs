//! A table in a box of its own that scrolls, by keyboard too.

use super::dom::{El, View, el};

/// `title` names the box for a screen reader; rows are `tr` elements.
pub fn table(title: &str, heads: &[&str], rows: impl Into<View>) -> El {
    let rows: View = rows.into();
    let heads: Vec<El> = heads
        .iter()
        .map(|head| el("th").attr("scope", "col").child(*head))
        .collect();
    el("div")
        .class("table-box")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", title)
        .child(
            el("table")
                .child(el("thead").child(el("tr").child(heads)))
                .child(el("tbody").child(rows)),
        )
}

/// The first cell of a row, which names it.
pub fn row_head(words: &str) -> El {
    el("th").attr("scope", "row").child(words)
}
