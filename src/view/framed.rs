//! What stands in the page's place in a frame of a page that may not embed it:
//! nothing but the way to a tab of its own.

use crate::browser::page;
use crate::text::Lang;
use crate::ui::dom::{View, el};
use crate::ui::field::{muted, new_tab};

/// Parts of the address that only a frame has a use for.
const OF_FRAME: [&str; 2] = ["embed", "height"];

pub fn framed(l: Lang) -> View {
    page::set_language(l.tag(), l.title());
    let fragment = page::take_fragment();
    let search = page::query_with(&page::search(), &OF_FRAME, &[]);
    let url = [&page::address(), "?", &search, "#", &fragment].concat();
    el("main")
        .class("alone")
        .child(el("h1").child(l.framed_title()))
        .child(el("p").child(new_tab(&url, l.open_in_tab(), l.opens_new_tab())))
        .child(muted(l.framed_hint()))
        .into()
}
