//! Every state of the page, in both languages: nothing bars anybody from it,
//! everything fits at any width in any theme, everything is said in the one
//! language, and a screen reader is given what is kept in `snapshots/`. Without
//! the last of it, and in fewer windows, also where the driver can do no more.

use std::cell::RefCell;

use e2e::stage::play_with;
use e2e::tree::{left_over, writes};
use e2e::walk::{CHINESE, ENGLISH, Words, every_state, options};
use e2e::{Engine, Page, Stage, not_in};

const WIDTHS: [u32; 3] = [1280, 768, 320];
const THEMES: [&str; 2] = ["light", "dark"];

/// What was seen on the way: all of it is told at the end.
#[derive(Default)]
struct Seen {
    states: RefCell<Vec<String>>,
    findings: RefCell<Vec<String>>,
}

impl Seen {
    async fn look(&self, t: &Stage, l: &Words, state: &str) {
        let page = &t.page;
        eprintln!("{} {state}", l.lang);
        assert!(
            !self.states.borrow().iter().any(|own| own == state),
            "two states {state:?}"
        );
        self.states.borrow_mut().push(state.to_owned());
        if is_close() {
            self.look_closely(page, l, state).await;
        } else {
            self.tell(state, "as it stands", page.misfits().await);
            self.tell(state, "as it stands", page.barriers().await);
            self.tell(state, l.lang, page.foreign_words(l.tag).await);
        }
    }

    async fn look_closely(&self, page: &Page, l: &Words, state: &str) {
        page.is_wide(WIDTHS[0]).await;
        let differs = page.differs_from_tree(l.lang, state).await;
        self.tell(state, l.lang, differs.into_iter().collect());
        self.tell(state, l.lang, page.foreign_words(l.tag).await);
        for width in WIDTHS {
            page.is_wide(width).await;
            self.tell(state, &width.to_string(), page.misfits().await);
            for theme in THEMES {
                page.system_asks(&[("prefers-color-scheme", theme)]).await;
                let barriers = page.barriers().await;
                self.tell(state, &format!("{width} {theme}"), barriers);
            }
        }
        self.tell(state, "narrow", page.foreign_words(l.tag).await);
        page.is_wide(WIDTHS[0]).await;
    }

    fn tell(&self, state: &str, view: &str, found: Vec<String>) {
        let lines = found.iter().map(|line| format!("{state}, {view}: {line}"));
        self.findings.borrow_mut().extend(lines);
    }
}

/// Only Chromium's driver tells the tree. Elsewhere a walk stays in the widest
/// window and in one theme, or a run would take much longer.
fn is_close() -> bool {
    Engine::chosen() == Engine::Chromium
}

fn every_state_is_fine(l: &Words, theme: &str) {
    play_with(options(), async |t: &Stage| {
        let seen = Seen::default();
        let mut query = String::new();
        if !is_close() {
            query = format!("theme={theme}");
            t.page.is_wide(WIDTHS[0]).await;
        }
        every_state(t, l, &query, async |t, state| seen.look(t, l, state).await).await;
        let left_over = left_over(l.lang, &seen.states.borrow());
        if writes() {
            for path in &left_over {
                std::fs::remove_file(path).unwrap();
            }
        } else {
            assert!(left_over.is_empty(), "of no state: {left_over:?}");
        }
        let findings = seen.findings.take();
        assert!(findings.is_empty(), "{}", findings.join("\n"));
    });
}

#[test]
fn every_state_in_chinese_is_open_to_everybody_fits_and_speaks_chinese() {
    every_state_is_fine(&CHINESE, "light");
}

#[test]
fn every_state_in_english_is_open_to_everybody_fits_and_speaks_english() {
    not_in!(WebKit: "there a second walk takes minutes");
    every_state_is_fine(&ENGLISH, "dark");
}

/// What the looks are for, planted in the page.
#[test]
fn what_is_cut_too_small_or_in_the_wrong_language_is_found() {
    play_with(options(), async |t: &Stage| {
        let page = &t.page;
        t.open("lang=en").await;
        assert_eq!(page.misfits().await, [""; 0]);
        assert_eq!(page.foreign_words("en").await, [""; 0]);
        let plant = "const [style, html] = arguments;
            const box = document.createElement('div');
            box.innerHTML = html;
            Object.assign(box.firstChild.style, style);
            document.querySelector('main').append(box)";
        let plant = async |style, html| {
            page.run(plant, &[style, serde_json::json!(html)]).await;
        };
        let clip =
            serde_json::json!({"overflow": "hidden", "width": "20px", "whiteSpace": "nowrap"});
        plant(clip, "<p>words that are cut</p>").await;
        let small = serde_json::json!({"minHeight": "0", "height": "16px", "padding": "0"});
        plant(small, "<button type=button>small</button>").await;
        let wide = serde_json::json!({"width": "3000px"});
        plant(wide, "<p>wide</p>").await;
        plant(
            serde_json::json!({"width": "60px"}),
            "<input placeholder='much longer than that'>",
        )
        .await;
        plant(serde_json::json!({}), "<p aria-label='标签'>还没有翻译</p>").await;
        plant(serde_json::json!({}), "<p>no_planned_runs and {name}</p>").await;
        let misfits = page.misfits().await.join("\n");
        for words in [
            "cut off: <p",
            "a target of",
            "the page is",
            "in part: <input",
        ] {
            assert!(misfits.contains(words), "{words}: {misfits}");
        }
        let foreign = page.foreign_words("en").await.join("\n");
        for words in [
            "Chinese in \"还没有翻译\"",
            "Chinese in \"标签\"",
            "the key no_planned_runs",
            "a place that nothing was put into",
        ] {
            assert!(foreign.contains(words), "{words}: {foreign}");
        }
        t.open("lang=zh").await;
        assert_eq!(page.foreign_words("zh-CN").await, [""; 0]);
        let english = "document.querySelector('main').append('Not translated yet')";
        page.run(english, &[]).await;
        assert_eq!(page.foreign_words("zh-CN").await.len(), 3);
    });
}
