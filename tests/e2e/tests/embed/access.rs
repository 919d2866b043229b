//! What stands in a listed frame is open to everybody there as well: at any
//! width, in any theme, all of it in the one language.

use e2e::stage::play_with;
use e2e::wait::until;
use e2e::walk::{CHINESE, ENGLISH, Words};
use e2e::{Engine, Stage};
use serde_json::json;

use crate::portal::{Portal, STOPPED, is_kept, open_to_all, types};

const WIDTHS: [u32; 3] = [1280, 768, 320];
/// As a portal makes its frames first: all of it is in the window.
const USED: u32 = 1200;
const THEMES: [&str; 2] = ["light", "dark"];

/// A frame that is looked into, and what was found in it so far.
struct Look<'a> {
    t: &'a Stage,
    portal: &'a Portal,
    l: &'a Words,
    found: Vec<String>,
}

impl Look<'_> {
    async fn at(&mut self, state: &str) {
        let page = &self.t.page;
        for width in WIDTHS {
            self.is_wide(width).await;
            let found = page.misfits().await;
            self.tell(state, &width.to_string(), found);
            let found = page.foreign_words(self.l.tag).await;
            self.tell(state, &width.to_string(), found);
            for theme in THEMES {
                self.is_painted(theme).await;
                let found = page.barriers().await;
                self.tell(state, &format!("{width} {theme}"), found);
            }
        }
        self.is_wide(USED).await;
    }

    fn tell(&mut self, state: &str, view: &str, found: Vec<String>) {
        let lines = found.iter().map(|line| format!("{state}, {view}: {line}"));
        self.found.extend(lines);
    }

    async fn is_wide(&self, width: u32) {
        let page = &self.t.page;
        self.portal.leave(self.t).await;
        let script = "document.querySelector('iframe').style.width = `${arguments[0]}px`";
        page.run(script, &[json!(width)]).await;
        self.portal.enter(self.t, 0).await;
        until(&format!("a frame of {width}"), async || {
            match page.run("return innerWidth", &[]).await {
                now if now == width => Ok(()),
                now => Err(now.to_string()),
            }
        })
        .await;
    }

    async fn is_painted(&self, theme: &str) {
        let (t, portal) = (self.t, self.portal);
        portal.leave(t).await;
        portal.says(t, "set_theme", json!({"theme": theme})).await;
        portal.is_answered(t).await;
        portal.enter(t, 0).await;
    }
}

/// Everything that the release template asks for.
async fn fills(t: &Stage, l: &Words) {
    let page = &t.page;
    types(page, l.date, &t.day(40)).await;
    types(page, l.time, "02:30:15").await;
    page.tick("发布").await;
    page.settles().await;
    types(page, "服务B", "svc-b").await;
    types(page, "版本", "2.4.1").await;
    is_kept(page, "2.4.1").await;
}

/// A frame with a button that closes it, in a language; it is entered.
async fn opens(t: &Stage, portal: &Portal, l: &Words, height: &str) {
    portal.open(&t.page).await;
    let query = format!("height={height}&bk_biz_id=2&template_id=2");
    portal.embeds(t, &query).await;
    let looks = json!({"locale": l.tag, "close": true});
    portal.says(t, "init", looks).await;
    portal.is_answered(t).await;
    portal.enter(t, 0).await;
    t.page.settles().await;
}

fn a_frame_is_fine(l: &Words, close: &str, height: &str) {
    play_with(open_to_all(), async |t: &Stage| {
        let (page, portal) = (&t.page, Portal::listed(t).await);
        t.may_fail(STOPPED);
        let mut look = Look {
            t,
            portal: &portal,
            l,
            found: Vec::new(),
        };
        opens(t, &portal, l, height).await;
        page.find(&["button"], close).await;
        page.press(l.plan).await;
        page.focus_is_on("problems").await;
        look.at("form with its problems").await;
        portal.leave(t).await;
        opens(t, &portal, l, height).await;
        fills(t, l).await;
        look.at("filled form").await;
        page.press(l.plan).await;
        page.sees(l.template_same).await;
        look.at("review").await;
        t.send_in(l.confirm).await;
        page.has_heading(l.created).await;
        page.sees(l.matches).await;
        look.at("record").await;
        portal.leave(t).await;
        assert!(look.found.is_empty(), "{}", look.found.join("\n"));
    });
}

#[test]
fn a_frame_in_chinese_is_open_to_everybody_fits_and_speaks_chinese() {
    a_frame_is_fine(&CHINESE, "关闭", "fill");
}

#[test]
fn a_frame_in_english_is_open_to_everybody_fits_and_speaks_english() {
    // WebKit's driver scrolls no page around a frame to what it clicks in it.
    let scrolls = Engine::chosen() != Engine::WebKit;
    let height = if scrolls { "auto" } else { "fill" };
    a_frame_is_fine(&ENGLISH, "Close", height);
}
