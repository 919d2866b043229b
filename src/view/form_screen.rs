//! The form on the left, what will happen on the right, and the dialog that
//! follows the primary button.

use leptos::prelude::*;

use super::draft::draft_notice;
use super::like::like_notice;
use super::link::link_notice;
use super::panel::{bar, panel};
use super::problems::summary;
use super::review::review_dialog;
use super::schemes::schemes;
use super::start::start;
use super::target::target;
use super::variables::variables;
use crate::app::App;
use crate::text::Lang;
use crate::ui::dom::{View, el};

pub fn form_screen(app: App, l: Lang) -> View {
    let holds = Memo::new(move |_| app.submission.with(|state| state.holds_form()));
    // Each variable is a form of its own, and forms do not nest.
    let form = el("div")
        .class("form")
        .attr("role", "form")
        .attr("aria-label", l.title())
        .on("submit", |event| event.prevent_default())
        .child(like_notice(app, l))
        .live(move || link_notice(app, l))
        .live(move || draft_notice(app, l))
        .child(summary(app, l))
        .child(
            el("fieldset")
                .class("bare")
                .flag("disabled", move || holds.get())
                .child(target(app, l))
                .child(start(app, l))
                .child(schemes(app, l))
                .child(variables(app, l)),
        );
    let main = el("main")
        .class("columns")
        .id("main")
        .attr("tabindex", "-1")
        .child(el("h1").class("visually-hidden").child(l.title()))
        .child(form)
        .child(panel(app, l));
    [main, bar(app, l), review_dialog(app, l)]
        .into_iter()
        .collect()
}
