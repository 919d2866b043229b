//! A page of another origin that frames the page and writes down what it hears.

use e2e::wait::until;
use e2e::{Page, Stage};
use sandbox::{Options, Running, Sandbox};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Its policy allows what a portal needs, and no icon has to be asked for.
const DOCUMENT: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>portal</title>\
    <link rel=icon href='data:,'><body><input id=own aria-label=own></body></html>";

/// Writes down every message with the frame that it came from.
const LISTEN: &str = "window.heard = [];
    addEventListener('message', (event) => {
        const at = Array.from(document.querySelectorAll('iframe')).findIndex((f) => f.contentWindow === event.source);
        heard.push({at, origin: event.origin, data: event.data});
        if (event.data?.type === 'resize') document.querySelectorAll('iframe')[at].style.height = `${event.data.payload.height}px`;
    });";

/// Into the part of the portal for it, where there is one. Arguments: the
/// address, attributes of the frame, its width.
const EMBED: &str = "const [src, attributes, width] = arguments;
    const frame = document.createElement('iframe');
    for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value);
    Object.assign(frame.style, {width: `${width}px`, height: '600px', border: '0'});
    frame.src = src;
    (document.getElementById('part') ?? document.body).append(frame);";

/// What Firefox says of a script whose document goes away.
pub const STOPPED: &str = "Script terminated by timeout";

pub struct Portal {
    server: Running,
    _folder: TempDir,
}

/// Sandboxes that any page may frame; the page itself has to say no.
pub fn open_to_all() -> Options {
    Options {
        dist: e2e::stage::dist(),
        frame_ancestors: "*".into(),
        ..Options::default()
    }
}

/// The same with a page that runs a script before its own, for as long as the
/// directory is there.
pub fn begun_by(script: &str) -> (TempDir, Options) {
    let build = e2e::preface::begin(&e2e::stage::dist(), script);
    let options = Options {
        dist: build.path().to_owned(),
        ..open_to_all()
    };
    (build, options)
}

impl Portal {
    pub async fn start() -> Portal {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("index.html"), DOCUMENT).unwrap();
        let options = Options {
            dist: folder.path().to_owned(),
            frame_ancestors: "*".into(),
            // Firefox asks it for what a frame saves, too.
            frame_src: Some("* blob:".into()),
            start_tasks: false,
            ..Options::default()
        };
        Portal {
            server: Sandbox::start(options).await.unwrap(),
            _folder: folder,
        }
    }

    /// Another host and another port than the page has.
    pub fn origin(&self) -> String {
        format!("http://localhost:{}", self.server.address().port())
    }

    /// A portal that the page lists, on the screen.
    pub async fn listed(t: &Stage) -> Portal {
        let portal = Portal::start().await;
        portal.is_listed(t, "");
        portal.open(&t.page).await;
        portal
    }

    /// A listed one, and what stands on the form in it after an edit.
    pub async fn around_an_edited_form(t: &Stage) -> (Portal, Value) {
        let portal = Portal::listed(t).await;
        portal.embeds(t, "bk_biz_id=2&template_id=3").await;
        portal.enter(t, 0).await;
        t.page.settles().await;
        types(&t.page, "任务名称", "mine").await;
        let typed = t.page.typed().await;
        portal.leave(t).await;
        portal.hears_dirty(t, true).await;
        (portal, typed)
    }

    /// More members for the page's configuration begin with a comma.
    pub fn is_listed(&self, t: &Stage, more: &str) {
        let origin = self.origin();
        t.sandbox.set_config(Some(&format!(
            r#"{{"embed": {{"parents": ["{origin}"], "legacy_events": true}}{more}}}"#
        )));
    }

    pub async fn open(&self, page: &Page) {
        page.driver.goto(self.origin()).await.unwrap();
        page.run(LISTEN, &[]).await;
    }

    /// Frames the page and waits until it is ready.
    pub async fn embeds(&self, t: &Stage, query: &str) {
        self.frames(t, query, json!({}), 1200).await;
        self.hears(t, "ready").await;
    }

    pub async fn frames(&self, t: &Stage, query: &str, attributes: Value, width: u32) {
        let address = format!("{}/?embed=1&lang=zh&{query}", t.sandbox.url());
        frame(&t.page, &address, attributes, width).await;
    }

    /// Every message, in order.
    pub async fn heard(&self, t: &Stage) -> Vec<Value> {
        let heard = t.page.run("return window.heard", &[]).await;
        heard.as_array().unwrap().clone()
    }

    /// The payloads of a type of message.
    pub async fn all(&self, t: &Stage, kind: &str) -> Vec<Value> {
        let heard = self.heard(t).await.into_iter();
        let of_kind = heard.filter(|message| message["data"]["type"] == kind);
        of_kind
            .map(|message| message["data"]["payload"].clone())
            .collect()
    }

    /// The newest payload of a type, once there is one.
    pub async fn hears(&self, t: &Stage, kind: &str) -> Value {
        self.hears_after(t, kind, 0).await
    }

    /// The same once there are more than so many.
    pub async fn hears_after(&self, t: &Stage, kind: &str, before: usize) -> Value {
        until(&format!("a message {kind:?}"), async || {
            match self.all(t, kind).await {
                all if all.len() > before => Ok(all[all.len() - 1].clone()),
                _ => Err(format!("{:?}", self.heard(t).await)),
            }
        })
        .await
    }

    /// Where the page itself wrote down what it heard.
    pub async fn hears_plain(&self, t: &Stage) {
        let script = "return heard.some((message) => message.type === 'ready')";
        until("a ready page", async || {
            match t.page.run(script, &[]).await {
                Value::Bool(true) => Ok(()),
                other => Err(other.to_string()),
            }
        })
        .await;
    }

    pub async fn hears_dirty(&self, t: &Stage, dirty: bool) {
        until(&format!("dirty {dirty}"), async || {
            match self.all(t, "dirty").await.last() {
                Some(told) if told["dirty"] == dirty => Ok(()),
                told => Err(format!("{told:?}")),
            }
        })
        .await;
    }

    pub async fn says(&self, t: &Stage, kind: &str, payload: Value) {
        self.says_to(t, 0, kind, payload).await;
    }

    pub async fn says_to(&self, t: &Stage, at: usize, kind: &str, payload: Value) {
        let message = json!({"source": "clocked", "v": 1, "type": kind, "payload": payload});
        let target = t.sandbox.url();
        let script = "frames[arguments[0]].postMessage(arguments[1], arguments[2])";
        t.page
            .run(script, &[json!(at), message, json!(target)])
            .await;
    }

    /// Asks, and waits for the answer: whatever was said before has been heard.
    /// The page tells `dirty` by itself too, but behind a further `ready` only
    /// when it is asked.
    pub async fn is_answered(&self, t: &Stage) -> Value {
        let before = self.all(t, "ready").await.len();
        self.says(t, "ask_state", json!({})).await;
        until("an answer", async || {
            let heard = self.heard(t).await;
            let is = |message: &Value, kind: &str| message["data"]["type"] == kind;
            let readies = (0..heard.len()).filter(|at| is(&heard[*at], "ready"));
            let answer = readies.skip(before).last().and_then(|ready| {
                let mut since = heard[ready..].iter();
                since.rfind(|message| is(message, "dirty"))
            });
            match answer {
                Some(dirty) => Ok(dirty["data"]["payload"].clone()),
                None => Err(format!("{heard:?}")),
            }
        })
        .await
    }

    /// Looks into a frame.
    pub async fn enter(&self, t: &Stage, at: u16) {
        t.page.driver.enter_frame(at).await.unwrap();
    }

    pub async fn leave(&self, t: &Stage) {
        t.page.driver.enter_default_frame().await.unwrap();
    }
}

pub async fn frame(page: &Page, address: &str, attributes: Value, width: u32) {
    page.run(EMBED, &[json!(address), attributes, json!(width)])
        .await;
}

/// Types where a frame has the focus; the protocol's own command reaches only
/// the page around it.
pub async fn types(page: &Page, label: &str, text: &str) {
    let field = page.field(label).await;
    field.click().await.unwrap();
    page.run("document.activeElement.select()", &[]).await;
    field.send_keys(text).await.unwrap();
}

/// From now on the window that is looked at writes down what it is told. The
/// page in it listens since before.
pub async fn notes(page: &Page) {
    let script =
        "window.heard = []; addEventListener('message', (event) => heard.push(event.data))";
    page.run(script, &[]).await;
}

/// Until such a window was told a word of the test's own. What the same window
/// had said to it before has been told by then, and the page has dealt with it.
pub async fn was_told(page: &Page, word: &str) {
    let script = "return heard.includes(arguments[0]) || heard";
    until(&format!("the word {word:?}"), async || {
        match page.run(script, &[json!(word)]).await {
            Value::Bool(true) => Ok(()),
            heard => Err(heard.to_string()),
        }
    })
    .await;
}

/// Until a draft with this in it lies in the browser. Edits are told before they
/// are kept.
pub async fn is_kept(page: &Page, words: &str) {
    let script = "return Object.values(localStorage).some((text) => text.includes(arguments[0]))";
    until(&format!("a draft with {words:?}"), async || {
        match page.run(script, &[json!(words)]).await {
            Value::Bool(true) => Ok(()),
            other => Err(other.to_string()),
        }
    })
    .await;
}
