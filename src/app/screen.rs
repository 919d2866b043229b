//! Which screen stands on the page, and the address that leads back to it.

use leptos::prelude::*;

use super::record::{Place, open};
use super::{App, when_changed};
use crate::browser::page;
use crate::browser::property::of_address;
use crate::model::project::is_id;
use crate::model::{Scope, Target};
use crate::submission::{Event, Submission};
use crate::text::Lang;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    #[default]
    Form,
    Record,
    /// The list of planned runs.
    Planned,
}

/// What the address of a record or of the list has beside that of the form.
const TASK: &str = "clocked_task_id";
pub(super) const VIEW: &str = "view";
pub(super) const PLANNED: &str = "planned";
const PLACE: [&str; 5] = ["bk_biz_id", "scope", "template_id", TASK, VIEW];

/// Whether the address leads to something else than the form.
pub fn is_elsewhere() -> bool {
    page::query(TASK).is_some() || page::query(VIEW).as_deref() == Some(PLANNED)
}

/// Follows the address, now and whenever the person goes back or forth.
pub fn run(app: App) {
    app.form_search.set_value(match is_elsewhere() {
        true => page::query_with(&page::search(), &PLACE, &[]),
        false => page::search(),
    });
    follow(app);
    when_changed(move |before: Option<()>| name_target(app, before.is_some()));
    page::on_step(move || {
        follow(app);
        name_lang(app.lang.get_untracked());
        page::focus_soon("main");
    });
}

/// An address that names a language names the page's, or a reload would go back
/// to another one.
pub fn name_lang(lang: Lang) {
    let named = page::query("lang").and_then(|tag| Lang::parse(&tag));
    if named.is_some_and(|named| named != lang) {
        let lang = [("lang", lang.tag())];
        page::replace_search(&page::query_with(&page::search(), &["lang"], &lang));
    }
}

/// The address of the form names what stands on it, so that a reload comes back
/// to that. What the page was opened with stays as it was written until then.
fn name_target(app: App, is_changed: bool) {
    let form = app.form;
    let (bk_biz_id, template_id) = (form.bk_biz_id.get(), form.template_id.get());
    let scope = form.scope.get();
    if app.screen.get() != Screen::Form || is_elsewhere() || !is_changed {
        return;
    }
    let parts = [
        ("bk_biz_id", bk_biz_id.as_str()),
        ("scope", scope.as_str()),
        ("template_id", template_id.as_str()),
    ];
    let named = parts.into_iter().filter(|(_, value)| !value.is_empty());
    let named: Vec<(&str, &str)> = match bk_biz_id.is_empty() {
        true => Vec::new(),
        false => named.collect(),
    };
    let search = page::query_with(&page::search(), &PLACE, &named);
    // Values of a link that just came are still to be read.
    let is_link = !of_address("hash").is_empty();
    if !is_link && search != page::search() {
        page::replace_search(&search);
    }
}

impl App {
    /// The screen that is drawn. An attempt that is out or lost comes before
    /// any other thing: it stands with the form.
    pub fn drawn_screen(self) -> Screen {
        match self.submission.with(Submission::holds_form) {
            true => Screen::Form,
            false => self.screen.get(),
        }
    }

    pub fn shows_record(self) -> bool {
        untrack(|| self.drawn_screen()) == Screen::Record
    }

    /// Goes to a screen, as a step that can be taken back.
    pub fn go(self, screen: Screen) {
        if self.screen.get_untracked() == screen && screen != Screen::Record {
            return;
        }
        if self.screen.get_untracked() == Screen::Form {
            self.form_search.set_value(page::search());
        }
        if screen == Screen::Planned {
            super::planned::take_project(self);
        }
        page::push_search(&self.search_of(screen));
        name_lang(self.lang.get_untracked());
        self.show(screen);
        if screen == Screen::Record {
            page::focus_soon("record-title");
        }
    }

    fn show(self, screen: Screen) {
        if screen == Screen::Form {
            // A plan that was made leaves the form free for another one.
            self.on_event(Event::Another);
            self.record.made.update(|made| {
                if let Some(made) = made {
                    made.form_holds_it = false;
                }
            });
        }
        if screen == Screen::Planned {
            super::planned::show(self);
        }
        self.screen.set(screen);
    }

    pub fn open_record(self, place: Place) {
        open(self, place);
        self.go(Screen::Record);
    }

    fn search_of(self, screen: Screen) -> String {
        let form = self.form_search.get_value();
        match screen {
            Screen::Form => form,
            Screen::Record => {
                let place = self.record.place.get_untracked();
                let parts = place.as_ref().map(parts).unwrap_or_default();
                page::query_with(&form, &PLACE, &borrowed(&parts))
            }
            Screen::Planned => {
                let (bk_biz_id, scope) = self.planned.project.get_untracked();
                let parts = [
                    ("bk_biz_id", bk_biz_id.as_str()),
                    ("scope", scope.as_str()),
                    (VIEW, PLANNED),
                ];
                page::query_with(&form, &PLACE, &parts)
            }
        }
    }
}

/// The address that opens a record, for whoever may see it.
pub fn address_of(place: &Place) -> String {
    let search = page::query_with("", &[], &borrowed(&parts(place)));
    [&page::address(), "?", &search].concat()
}

fn parts(place: &Place) -> Vec<(&'static str, String)> {
    vec![
        ("bk_biz_id", place.target.bk_biz_id.clone()),
        ("scope", place.target.scope.as_str().to_owned()),
        (TASK, place.id.to_string()),
    ]
}

fn borrowed<'a>(parts: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    parts
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

fn follow(app: App) {
    let query = |name: &str| page::query(name).unwrap_or_default().trim().to_owned();
    let (bk_biz_id, id) = (query("bk_biz_id"), query(TASK));
    let scope = match query("scope").as_str() {
        "" => Some(Scope::default()),
        word => Scope::parse(word),
    };
    if id.is_empty() {
        if query(VIEW) != PLANNED {
            return app.show(Screen::Form);
        }
        if let Some(scope) = scope.filter(|_| is_id(&bk_biz_id)) {
            app.planned.project.set((bk_biz_id, scope));
        }
        return app.show(Screen::Planned);
    }
    match (scope, id.parse()) {
        (Some(scope), Ok(id)) if is_id(&bk_biz_id) => {
            let is_same = |place: &Place| {
                place.id == id
                    && (&place.target.bk_biz_id, place.target.scope) == (&bk_biz_id, scope)
            };
            let stands = app
                .record
                .place
                .with_untracked(|place| place.as_ref().is_some_and(is_same));
            if !stands {
                let target = Target {
                    bk_biz_id,
                    scope,
                    template_id: String::new(),
                };
                open(app, Place { target, id });
            }
        }
        _ => super::record::refuse(app),
    }
    app.show(Screen::Record);
}
