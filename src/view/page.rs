//! The frame around every screen: title, language, theme, and the screen.

use leptos::prelude::*;

use super::form_screen::form_screen;
use super::planned::planned_screen;
use super::record::record_screen;
use crate::app::embed::hides_header;
use crate::app::screen::{Screen, name_lang};
use crate::app::{App, LANG_KEY, THEME_KEY};
use crate::browser::{page, storage};
use crate::text::Lang;
use crate::theme::Theme;
use crate::ui::dom::{El, View, el, live};
use crate::ui::field::{button, with_icon};
use crate::ui::icon::{Icon, icon};

pub fn page(app: App) -> View {
    let screen = Memo::new(move |_| app.drawn_screen());
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
            (!hides_header()).then(|| header(app, l, screen)).into(),
            live(move || match screen.get() {
                Screen::Form => form_screen(app, l),
                Screen::Record => record_screen(app, l),
                Screen::Planned => planned_screen(app, l),
            }),
            live(move || app.embed.has_close.get().then(|| close(app, l))),
        ]
        .into_iter()
        .collect::<View>()
    })
}

/// Where the portal asked for it: below everything, so that nothing moves when
/// it comes.
fn close(app: App, l: Lang) -> El {
    el("div")
        .class("close")
        .child(button("plain", l.close(), move || app.on_close()))
}

fn header(app: App, l: Lang, screen: Memo<Screen>) -> El {
    let other = l.next();
    let switch = move || {
        app.lang.set(other);
        storage::write(LANG_KEY, other.tag());
        name_lang(other);
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
            el("nav")
                .class("top-ways")
                .attr("aria-label", l.title())
                .live(move || ways(app, l, screen.get())),
        )
        .child(
            el("div")
                .class("top-tools")
                .child(
                    el("button")
                        .attr("type", "button")
                        .id("language")
                        .class("quiet")
                        // The language that comes next, by its own name.
                        .attr("lang", other.tag())
                        .child(other.own_name())
                        .on_click(switch),
                )
                .child(theme(app, l)),
        )
}

/// The screens beside the one that is shown.
fn ways(app: App, l: Lang, screen: Screen) -> Vec<El> {
    let form = (Screen::Form, l.to_form(), "task-name");
    let planned = (Screen::Planned, l.planned_runs(), "planned-title");
    let way = |(to, words, focus): (Screen, &str, &'static str)| {
        let go = move || {
            app.go(to);
            page::focus_soon(focus);
        };
        (to != screen).then(|| button("quiet", words, go))
    };
    [form, planned].into_iter().filter_map(way).collect()
}

fn theme(app: App, l: Lang) -> El {
    let option = |theme: Theme| {
        let name = match theme {
            Theme::System => l.theme_system(),
            Theme::Light => l.theme_light(),
            Theme::Dark => l.theme_dark(),
            Theme::Contrast => l.theme_contrast(),
        };
        el("option").attr("value", theme.word()).child(name)
    };
    let select = el("select")
        .child(Theme::ALL.map(option).to_vec())
        .live_value(move || app.theme.get().word().to_owned())
        .on_text("change", move |word| {
            app.theme.set(Theme::parse(&word).unwrap_or_default());
            storage::write(THEME_KEY, &word);
        });
    el("label")
        .class("theme")
        .child(icon(Icon::Moon))
        .child(el("span").class("visually-hidden").child(l.theme()))
        .child(select)
}
