//! What of a link could not be used, and a link of the form.

use leptos::prelude::*;

use super::copy::copy_button;
use super::review::value_text;
use crate::app::App;
use crate::app::link::{LinkFault, add_unknown, address};
use crate::link::{Odd, OddKind};
use crate::model::secret::masked;
use crate::text::Lang;
use crate::text::problem::constant_problem;
use crate::ui::dom::{El, el};
use crate::ui::field::{button, muted, status};
use crate::ui::icon::{Icon, icon};

pub fn link_notice(app: App, l: Lang) -> Option<El> {
    let faults = app.from_link.faults.get();
    if faults.is_empty() {
        return None;
    }
    let has_unknown = faults
        .iter()
        .any(|fault| matches!(fault, LinkFault::UnknownKey(..)));
    let lines: Vec<El> = faults.iter().map(|fault| line(app, l, fault)).collect();
    let add = has_unknown.then(|| button("plain", l.add_unknown(), move || add_unknown(app)));
    let close = button("quiet", l.close(), move || {
        app.from_link.faults.set(Vec::new());
    });
    let words = match app.from_link.by_portal.get() {
        true => l.portal_faults(),
        false => l.link_faults(),
    };
    let heading = el("p")
        .child(icon(Icon::Alert))
        .child(" ")
        .child(el("strong").child(words));
    Some(
        el("div")
            .class("failure")
            .attr("role", "alert")
            .child(heading)
            .child(el("ul").child(lines))
            .child(el("div").class("row").child(add).child(close)),
    )
}

fn line(app: App, l: Lang, fault: &LinkFault) -> El {
    let code = |text: &str| el("code").child(text);
    match fault {
        LinkFault::Odd(Odd { name, value, why }) => {
            let why = match why {
                OddKind::Unknown => l.link_unknown().to_owned(),
                OddKind::Repeated => l.link_repeated().to_owned(),
                OddKind::Expected(form) => l.link_expected(form),
            };
            el("li")
                .child(code(&format!("{name}={value}")))
                .child(format!(" {why}"))
        }
        LinkFault::UnknownKey(key, value) => {
            let own = crate::model::value::object(vec![(key, value.clone())]);
            let shown = value_text(l, &masked(&own, &app.form.password_keys())[key]);
            el("li")
                .child(code(key))
                .child(format!(" {} ", l.not_in_template()))
                .child(code(&shown))
        }
        LinkFault::WrongType(key, problem) => el("li")
            .child(code(key))
            .child(format!(" {}", constant_problem(l, problem))),
    }
}

/// Below the primary button.
pub fn link_of_form(app: App, l: Lang) -> El {
    let text = Signal::derive(move || address(app).0);
    // Looked at when it is copied, not with every key.
    let told = RwSignal::new(String::new());
    let tell = move || {
        let (_, missing) = untrack(|| address(app));
        told.set(match missing.is_empty() {
            true => String::new(),
            false => l.link_without(&missing.join(" ")),
        });
    };
    el("div")
        .class("link-of-form")
        .child(copy_button(l, l.copy_link(), text).on("click", move |_| tell()))
        .child(status("div").live(move || {
            let words = told.get();
            (!words.is_empty()).then(|| muted(&words))
        }))
}
