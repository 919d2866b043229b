//! The frame around every screen: title, language, theme, and the screen.

use leptos::prelude::*;

use super::form_screen::form_screen;
use super::record::record_screen;
use crate::app::{App, LANG_KEY, THEME_KEY, Theme};
use crate::browser::{page, storage};
use crate::submission::Submission;
use crate::text::Lang;
use crate::ui::dom::{El, View, el, live};
use crate::ui::field::with_icon;
use crate::ui::icon::{Icon, icon};

pub fn page(app: App) -> View {
    let is_created = Memo::new(move |_| {
        app.submission
            .with(|state| matches!(state, Submission::Created(..)))
    });
    live(move || {
        let l = app.lang.get();
        [
            View::from(
                el("a")
                    .class("skip")
                    .attr("href", "#main")
                    .child(l.skip_to_form())
                    .on("click", |event| {
                        event.prevent_default();
                        page::focus_soon("main");
                    }),
            ),
            View::from(header(app, l)),
            live(move || {
                if is_created.get() {
                    record_screen(app, l)
                } else {
                    form_screen(app, l)
                }
            }),
        ]
        .into_iter()
        .collect::<View>()
    })
}

fn header(app: App, l: Lang) -> El {
    let other = l.pick(Lang::En, Lang::Zh);
    let switch = move || {
        app.lang.set(other);
        storage::write(LANG_KEY, other.tag());
        page::focus_soon("language");
    };
    el("header")
        .class("top")
        .child(
            el("p")
                .class("brand")
                .child(with_icon(Icon::Clock, l.title())),
        )
        .child(
            el("div")
                .class("top-tools")
                .child(
                    el("button")
                        .attr("type", "button")
                        .id("language")
                        .class("quiet")
                        // The other language by its own name.
                        .attr("lang", other.tag())
                        .child(other.own_name())
                        .on_click(switch),
                )
                .child(theme(app, l)),
        )
}

fn theme(app: App, l: Lang) -> El {
    let options = [
        ("system", l.theme_system()),
        ("light", l.theme_light()),
        ("dark", l.theme_dark()),
    ];
    let select = el("select")
        .child(
            options
                .map(|(word, label)| el("option").attr("value", word).child(label))
                .to_vec(),
        )
        .live_value(move || app.theme.get().word().unwrap_or("system").to_owned())
        .on_text("change", move |word| {
            app.theme.set(Theme::parse(&word));
            storage::write(THEME_KEY, &word);
        });
    el("label")
        .class("theme")
        .child(icon(Icon::Moon))
        .child(el("span").class("visually-hidden").child(l.theme()))
        .child(select)
}
