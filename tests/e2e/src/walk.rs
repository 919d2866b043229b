//! Every state of the page, one after the other in one browser: what is to hold
//! in all of them is looked at in each by the walker's `look`. A state has a
//! name of its own, which the name of a file can be made of.

mod around;
mod before_sending;
mod form;
mod screens;
mod submission;
mod values;
pub mod words;

use sandbox::Options;
use serde_json::json;

use crate::stage::dist;
use crate::{Fault, Stage};

pub use words::{CHINESE, ENGLISH, Words};

/// The walk: where it is, in which language, and what looks at each state.
struct Walk<'a, L> {
    t: &'a Stage,
    l: &'a Words,
    /// Further parts of every address.
    query: &'a str,
    look: L,
}

/// A sandbox whose page may be framed by whoever wants to: the walk needs that.
pub fn options() -> Options {
    Options {
        dist: dist(),
        frame_ancestors: "*".into(),
        ..Options::default()
    }
}

/// Leads through every state; `look` is told its name.
pub async fn every_state(t: &Stage, l: &Words, query: &str, look: impl AsyncFn(&Stage, &str)) {
    let walk = Walk { t, l, query, look };
    walk.form().await;
    walk.values().await;
    walk.before_sending().await;
    walk.submission().await;
    walk.screens().await;
    walk.around().await;
}

impl<L: AsyncFn(&Stage, &str)> Walk<'_, L> {
    async fn look(&self, state: &str) {
        (self.look)(self.t, state).await;
    }

    /// As if nobody had been here: no draft, no task, no fault.
    async fn fresh(&self) {
        self.t.forget().await;
        self.t.sandbox.reset().expect("the seed");
    }

    fn query(&self, rest: &str) -> String {
        format!("lang={}&{}&{rest}", self.l.lang, self.query)
    }

    /// Opens the page, whatever it then shows.
    async fn visit(&self, rest: &str) {
        self.t.visit(&self.query(rest)).await;
    }

    /// Opens the form and waits for everything it reads.
    async fn open(&self, rest: &str) {
        self.t.open(&self.query(rest)).await;
    }

    /// The form of the release template, with nothing kept.
    async fn release(&self) {
        self.fresh().await;
        self.open("bk_biz_id=2&template_id=2").await;
    }

    async fn fill_release(&self) {
        self.release().await;
        self.fill().await;
    }

    /// Everything that the release template asks for.
    async fn fill(&self) {
        let (page, l) = (&self.t.page, self.l);
        page.type_into(l.date, &self.t.day(40)).await;
        page.type_into(l.time, "02:30:15").await;
        page.tick("发布").await;
        page.settles().await;
        page.type_into("服务B", "svc-b").await;
        page.type_into("版本", "2.4.1").await;
    }

    /// From the filled form to the review, with everything it reads.
    async fn review(&self) {
        let (page, l) = (&self.t.page, self.l);
        page.press(l.plan).await;
        page.has_heading(l.check).await;
        page.sees(l.template_same).await;
    }
}

/// Longer than anything is looked at.
const FOR_EVER: Fault = Fault::Delay { ms: 600_000 };

fn broken() -> Fault {
    Fault::answer(500, json!({"result": false}), false)
}

/// In the fragment of an address.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
