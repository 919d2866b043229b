//! What the page says of a plan whose values were copied into the form.

use leptos::prelude::*;

use super::review::value_text;
use crate::app::App;
use crate::app::like::Copied;
use crate::form::like::Left;
use crate::model::secret::masked;
use crate::model::value::object;
use crate::text::Lang;
use crate::text::planned::left_name;
use crate::ui::dom::{El, el};
use crate::ui::field::{button, with_icon};
use crate::ui::icon::Icon;

/// Stays in its place, and keeps the focus, while more is told.
pub fn like_notice(app: App, l: Lang) -> El {
    let copied = app.like.copied;
    let id = Memo::new(move |_| copied.with(|copied| copied.as_ref().map(|copied| copied.id)));
    let close = move || copied.set(None);
    let head = move || {
        let words = l.copied_from(id.get()?);
        Some(
            el("div")
                .class("row")
                .child(el("p").child(with_icon(Icon::Copy, &words)))
                .child(button("quiet", l.close(), close)),
        )
    };
    el("div")
        .class("copied")
        .id("copied")
        .attr("tabindex", "-1")
        .flag("hidden", move || id.get().is_none())
        .live(head)
        .live(move || copied.with(|copied| rest(l, copied.as_ref()?)))
}

/// What could not be copied, with its value.
fn rest(l: Lang, copied: &Copied) -> Option<El> {
    let lines = copied.left.iter().map(|left| line(l, copied, left));
    let lines: Vec<El> = lines.collect();
    (!lines.is_empty()).then(|| {
        el("div")
            .class("failure")
            .attr("role", "alert")
            .child(el("p").child(with_icon(Icon::Alert, l.left_of_copy())))
            .child(el("ul").child(lines))
    })
}

fn line(l: Lang, copied: &Copied, left: &Left) -> El {
    let name = left.name.as_str();
    let own = object(vec![(name, left.value.clone())]);
    let shown = value_text(l, &masked(&own, &copied.passwords)[name]);
    let words = left_name(l, name).map(|words| format!("{words} "));
    el("li")
        .child(words)
        .child(el("code").child(name))
        .child(l.colon())
        .child(el("code").child(shown))
}
