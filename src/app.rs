//! The application: its state, which every part of the page is given, and what
//! reacts to it.

mod confirm;
pub mod draft;
pub mod embed;
pub mod find;
pub mod import;
pub mod like;
pub mod link;
pub mod login;
pub mod planned;
pub mod record;
pub mod screen;
pub mod start;
mod submit;

use leptos::prelude::*;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use web_sys::AbortController;

use self::draft::Drafts;
use self::embed::Embed;
use self::find::Find;
use self::import::Import;
use self::like::Like;
use self::link::FromLink;
use self::login::Login;
use self::planned::Planned;
use self::record::Record;
use self::screen::Screen;
use crate::api::resources::Resources;
use crate::api::{Client, Refusal};
use crate::browser::lock::Lock;
use crate::browser::{page, pattern, storage};
use crate::config::Config;
use crate::form::convert::{Conversion, NAME_MAX, Outlook};
use crate::form::known::Flow;
use crate::form::load::{Loader, Turns, head};
use crate::form::start::{settle, understand};
use crate::form::{Form, Known, Loaded, Written};
use crate::model::{Field, Problem, ProblemKind, Request};
use crate::submission::Submission;
use crate::submission::check::Check;
use crate::submission::kept::Kept;
use crate::text::Lang;
use crate::theme::Theme;
use crate::time::skew::Skew;
use crate::time::{Instant, Moment, Resolved, intl};

pub type Problems = HashMap<Field, Vec<ProblemKind>>;

/// Everything that lives as long as the page. Copied freely: it holds signals.
#[derive(Clone, Copy)]
pub struct App {
    pub config: StoredValue<Arc<Config>>,
    pub lang: RwSignal<Lang>,
    pub theme: RwSignal<Theme>,
    pub form: Form,
    pub load: Loader,
    pub submission: RwSignal<Submission>,
    pub drafts: Drafts,
    pub screen: RwSignal<Screen>,
    /// The query of the address that leads back to the form.
    form_search: StoredValue<String>,
    pub record: Record,
    pub planned: Planned,
    pub like: Like,
    pub import: Import,
    pub find: Find,
    pub from_link: FromLink,
    pub login: Login,
    pub embed: Embed,
    pub check: Check,
    /// Name and start of the last attempt whose outcome could not be told.
    pub unresolved: RwSignal<Option<String>>,
    /// The last refusal that was put onto the fields, for its code and trace.
    pub refusal: RwSignal<Option<Refusal>>,
    /// An equal attempt that this browser remembers, where the review tells of it.
    pub earlier: RwSignal<Option<Kept>>,
    abort: StoredValue<Option<AbortController>, LocalStorage>,
    /// Held from a confirmation, by its id, until what became of it is remembered.
    lock: StoredValue<Option<(String, Lock)>, LocalStorage>,
    /// The review whose confirmation waits for the lock.
    locking: StoredValue<Option<u32>>,
    /// The page began to be left, which may take its time and may be called off.
    leaves: StoredValue<bool>,
    /// How many reviews were opened: a wait that outlives one sends nothing.
    reviews: StoredValue<u32>,
    /// Another tab is sending the same plan right now.
    pub sent_elsewhere: RwSignal<bool>,
    pub skew: RwSignal<Option<Skew>>,
    /// The server's clock, once a second.
    pub now: RwSignal<Instant>,
    /// Of the viewer's clock.
    pub browser_zone: StoredValue<String>,
    /// What date, time and zone mean together.
    pub understood: Memo<Result<Resolved, Vec<Problem>>>,
    /// The planned moment, whether or not it is still ahead.
    pub start: Memo<Option<Moment>>,
    conversion: StoredValue<Conversion>,
    /// What the form came to when it was last looked at, which is right after
    /// every change has been painted: typing never waits for it.
    pub outlook: RwSignal<Outlook>,
    /// Every problem by its field, those that the backend told among them.
    pub problems: Memo<Problems>,
}

impl App {
    pub fn new(config: Config) -> App {
        let form = Form::new();
        let lang = RwSignal::new(first_lang(&config));
        let skew = RwSignal::new(None::<Skew>);
        let now = RwSignal::new(intl::now());
        let embed = Embed::new(&config);
        let config = StoredValue::new(Arc::new(config));
        let resources = Callback::new(move |()| Resources {
            client: client(skew),
            config: config.get_value(),
            lang: lang.get_untracked(),
        });
        let understood = Memo::new(move |_| {
            form.date.with(|date| {
                form.time.with(|time| {
                    form.zone
                        .with(|zone| understand(date, time, zone, &intl::offset_at))
                })
            })
        });
        let start = Memo::new(move |_| settle(understood.get().ok()?, form.meant.get()).ok());
        let outlook = RwSignal::new(Outlook::default());
        let problems = Memo::new(move |_| by_field(&outlook.read().problems, &form.refused.read()));
        App {
            config,
            lang,
            theme: RwSignal::new(first_theme()),
            form,
            load: Loader {
                form,
                turns: Turns::default(),
                resources,
            },
            submission: RwSignal::default(),
            drafts: Drafts::default(),
            screen: RwSignal::default(),
            form_search: StoredValue::default(),
            record: Record::default(),
            planned: Planned::default(),
            like: Like::default(),
            import: Import::default(),
            find: Find::default(),
            from_link: FromLink::default(),
            login: Login::default(),
            embed,
            check: Check::default(),
            unresolved: RwSignal::new(None),
            refusal: RwSignal::new(None),
            earlier: RwSignal::new(None),
            abort: StoredValue::new_local(None),
            lock: StoredValue::new_local(None),
            locking: StoredValue::default(),
            reviews: StoredValue::default(),
            leaves: StoredValue::default(),
            sent_elsewhere: RwSignal::default(),
            skew,
            now,
            browser_zone: StoredValue::new(intl::browser_zone()),
            understood,
            start,
            conversion: StoredValue::default(),
            outlook,
            problems,
        }
    }

    pub fn resources(self) -> Resources {
        self.load.resources.run(())
    }

    /// The server's clock, as far as it is known.
    pub fn server_now(self) -> Instant {
        let now = intl::now();
        self.skew
            .get_untracked()
            .map_or(now, |skew| skew.server_time(now))
    }

    /// Looks at the form as it is at this moment.
    pub fn look(self) {
        let mut outlook = Outlook::default();
        self.converted(&mut |conversion, written, known| {
            outlook = conversion.outlook(written, known);
        });
        if self.outlook.with_untracked(|known| *known != outlook) {
            self.outlook.set(outlook);
        }
    }

    /// The form's request at this moment, where nothing stands in its way.
    fn request(self) -> Option<Request> {
        let mut request = None;
        self.converted(&mut |conversion, written, known| {
            request = conversion.request(written, known).ok();
        });
        request
    }

    fn converted(self, convert: &mut dyn FnMut(&mut Conversion, &Written, &Known<'_>)) {
        let form = self.form;
        untrack(|| {
            let written = form.written();
            let templates = form.templates.read();
            let flow = form.flow.read();
            let constants = form.constants.read();
            let known = Known {
                head: head(&templates, &written.template_id),
                flow: &flow,
                constants: &constants,
                refreshing: form.refreshing.get(),
                now: self.server_now(),
                offset_at: &intl::offset_at,
                matches: &pattern::matches,
            };
            self.conversion
                .update_value(|conversion| convert(conversion, &written, &known));
        });
    }
}

fn by_field(found: &[Problem], refused: &[Problem]) -> Problems {
    let mut problems = Problems::new();
    for Problem { field, kind } in found.iter().chain(refused) {
        problems
            .entry(field.clone())
            .or_default()
            .push(kind.clone());
    }
    problems
}

fn client(skew: RwSignal<Option<Skew>>) -> Client {
    Client {
        clock: Rc::new(move |date, sent, received| {
            let known = skew.try_get_untracked().flatten();
            let learnt = match (known, Skew::learn(date, sent, received)) {
                (Some(known), Some(later)) => Some(known.refine(later)),
                (known, later) => later.or(known),
            };
            if known != learnt {
                skew.try_set(learnt);
            }
            learnt.map_or(received, |skew| skew.server_time(received))
        }),
    }
}

/// The link's language, the one chosen last, the configuration's, the
/// browser's, in this order.
pub fn first_lang(config: &Config) -> Lang {
    page::query("lang")
        .and_then(|tag| Lang::parse(&tag))
        .or_else(|| storage::read(LANG_KEY).and_then(|tag| Lang::parse(&tag)))
        .or(config.lang)
        .or_else(|| page::languages().iter().find_map(|tag| Lang::parse(tag)))
        .unwrap_or(Lang::EN)
}

fn first_theme() -> Theme {
    let word = page::query("theme").or_else(|| storage::read(THEME_KEY));
    word.and_then(|word| Theme::parse(&word))
        .unwrap_or_default()
}

pub const LANG_KEY: &str = "clocked.lang";
pub const THEME_KEY: &str = "clocked.theme";

/// Starts what reacts to the state for as long as the page lives.
pub fn run(app: App) {
    let form = app.form;
    let zone = app.config.with_value(|config| config.zone.clone());
    form.zone
        .set(zone.unwrap_or_else(|| app.browser_zone.get_value()));
    when_changed(move |_| {
        let lang = app.lang.get();
        page::set_language(lang.tag(), lang.title());
    });
    when_changed(move |_| page::set_root("data-theme", Some(app.theme.get().word())));
    set_interval(
        move || {
            app.now.set(app.server_now());
            draft::on_second(app);
        },
        Duration::from_secs(1),
    );
    when_changed(move |_| {
        form.bk_biz_id.track();
        form.scope.track();
        app.load.templates();
    });
    when_changed(move |_| {
        form.bk_biz_id.track();
        form.scope.track();
        form.template_id.track();
        app.load.flow();
    });
    when_changed(move |_| suggest_name(app));
    watch_form(app);
    watch_pointer(form);
    submit::run(app);
    app.load.projects();
    let is_filled = link::run(app);
    draft::run(app, is_filled);
    like::run(app);
    record::run(app);
    login::run(app);
    screen::run(app);
    embed::run(app, is_filled);
}

/// Runs soon, and again after each change of what it read, told whether it ran
/// before. Boxed, since the wasm would hold an [`Effect::new`] for each closure.
fn when_changed(run: impl FnMut(Option<()>) + 'static) {
    #[inline(never)]
    fn boxed(run: Box<dyn FnMut(Option<()>)>) {
        Effect::new(run);
    }
    boxed(Box::new(run));
}

/// Every change is looked at once it has been painted, many at once as one.
fn watch_form(app: App) {
    let passed = Memo::new(move |_| {
        let start = app.start.get();
        start.is_some_and(|start| start.instant <= app.now.get())
    });
    let is_due = StoredValue::new(false);
    when_changed(move |_| {
        app.form.track();
        passed.get();
        if !is_due.get_value() {
            is_due.set_value(true);
            page::after_paint(move || {
                is_due.set_value(false);
                app.look();
                draft::keep_soon(app);
            });
        }
    });
}

/// A pointer's click comes after its release, and after a drag or a scroll
/// there is none.
fn watch_pointer(form: Form) {
    let released = move || set_timeout(move || form.on_pointer_up(), Duration::ZERO);
    page::on_pointer("pointerdown", move || form.on_pointer_down());
    page::on_pointer("pointerup", released);
    page::on_pointer("pointercancel", released);
}

/// A name that nobody typed follows the template and the language.
fn suggest_name(app: App) {
    let lang = app.lang.get();
    let template = app.form.flow.with(|flow| match flow {
        Loaded::Ready(Flow { template, .. }) => Some(template.name.clone()),
        _ => None,
    });
    if let (Some(template), false) = (template, app.form.name_typed.get_untracked()) {
        let suffix = lang.name_suffix();
        let room = NAME_MAX - suffix.chars().count();
        let stem: String = template.chars().take(room).collect();
        app.form.name.set(format!("{stem}{suffix}"));
    }
}
