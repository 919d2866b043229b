//! What stands in the page's place when it cannot be used.

use sandbox::{Options, Sandbox};
use serde_json::json;

use super::{Walk, options};
use crate::Stage;

/// Puts the page into a frame as large as the window.
const FRAME: &str = "const frame = document.createElement('iframe');
    Object.assign(frame.style, {position: 'fixed', inset: '0', width: '100%', height: '100%', border: '0'});
    frame.title = 'page';
    frame.src = arguments[0];
    document.body.replaceChildren(frame)";

impl<L: AsyncFn(&Stage, &str)> Walk<'_, L> {
    pub(super) async fn around(&self) {
        let (t, page) = (self.t, &self.t.page);
        self.fresh().await;
        t.sandbox
            .set_config(Some(r#"{"timeouts": {"read_seconds": "long"}}"#));
        self.visit("").await;
        page.has_heading("配置有误 / Wrong configuration").await;
        self.look("wrong configuration").await;
        self.fresh().await;
        self.open("").await;
        let stop =
            "document.getElementById('stopped-message').textContent = 'panicked at src/app.rs:1:1';
            document.getElementById('stopped').hidden = false";
        page.run(stop, &[]).await;
        page.sees("This page has stopped").await;
        self.look("page stopped").await;
        for (state, id, words) in [
            (
                "page not opened",
                "not-opened",
                "This page could not be opened",
            ),
            (
                "no WebAssembly",
                "no-wasm",
                "This browser has no WebAssembly",
            ),
        ] {
            self.open("").await;
            let show = "document.getElementById('app').hidden = true;
                document.getElementById(arguments[0]).hidden = false";
            page.run(show, &[json!(id)]).await;
            page.sees(words).await;
            self.look(state).await;
        }
        self.framed().await;
    }

    /// In a page of another origin that nobody has listed.
    async fn framed(&self) {
        let (t, page) = (self.t, &self.t.page);
        self.fresh().await;
        let around = Options {
            frame_src: Some("*".into()),
            start_tasks: false,
            ..options()
        };
        let around = Sandbox::start(around).await.expect("another origin");
        let address = format!("{}/config.json", around.url());
        page.driver.goto(address).await.expect("it opens");
        let query = self.query("embed=1&bk_biz_id=2&template_id=3");
        let address = format!("{}/?{query}", t.sandbox.url());
        page.run(FRAME, &[json!(address)]).await;
        page.driver.enter_frame(0).await.expect("a frame");
        page.find(&["link"], self.l.open_in_tab).await;
        self.look("framed by an unlisted page").await;
        page.driver.enter_default_frame().await.expect("the page");
    }
}
