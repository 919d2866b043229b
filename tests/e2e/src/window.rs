//! The browser's window: its size, and the wheel over it.

use std::sync::Arc;
use std::time::Duration;

use http::Method;
use serde_json::{Value, json};
use thirtyfour::common::command::{Command, ExtensionCommand};

use crate::wait::until;
use crate::{Engine, Page};

/// How high a window is whose width a test sets.
const HEIGHT: u32 = 800;

/// How narrow Firefox lets its window become, and some pixels more.
const LEAST_OF_FIREFOX: u32 = 500;

/// The actions of a wheel, which thirtyfour does not know.
#[derive(Debug)]
struct Wheel(Value);

impl ExtensionCommand for Wheel {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({"actions": [{"type": "wheel", "id": "wheel", "actions": [self.0]}]}))
    }

    fn method(&self) -> Method {
        Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        "/actions".into()
    }
}

impl Page {
    /// Opens an address. WebKit drops a visit that begins while the page writes an
    /// address of its own; it is then made again.
    pub async fn go_to(&self, address: &str) {
        self.has_been_seen().await;
        if Engine::chosen() != Engine::WebKit || self.is_at(address).await {
            self.driver.goto(address).await.expect("it opens");
            return;
        }
        self.run("window.isLeft = true", &[]).await;
        until(&format!("{address} to open"), async || {
            self.driver.goto(address).await.expect("it opens");
            match self.run("return window.isLeft === true", &[]).await {
                Value::Bool(true) => Err("the page before".to_owned()),
                _ => Ok(()),
            }
        })
        .await;
    }

    /// Whoever leaves a record before it was painted meets it again on the next page.
    async fn has_been_seen(&self) {
        let script = "try {
            const kept = Object.entries(localStorage).filter(([key]) => key.startsWith('clocked.attempt.'));
            return kept.every(([, text]) => { const { made, seen } = JSON.parse(text); return !made || seen });
        } catch { return true }";
        for _ in 0..40 {
            if self.run(script, &[]).await == true {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Whether an address leads to another fragment of what is open.
    async fn is_at(&self, address: &str) -> bool {
        let here = self.run("return location.href.split('#')[0]", &[]).await;
        address
            .split_once('#')
            .is_some_and(|(document, _)| here == document)
    }

    /// A window of this width, in pixels.
    pub async fn is_wide(&self, width: u32) {
        if Engine::chosen() != Engine::WebKit {
            // Its bars keep the window of Firefox from being narrow: a wide one is zoomed.
            let is_kept = Engine::chosen() == Engine::Firefox && width < LEAST_OF_FIREFOX;
            let dots = if is_kept { 2 } else { 1 };
            return self.is_sized(width, HEIGHT, dots).await;
        }
        self.resize(width, HEIGHT).await;
        // The bars of a window keep it from being narrow, a window without them is.
        if self.width().await != width {
            self.move_to_popup(width).await;
            self.resize(width, HEIGHT).await;
        }
        until(
            &format!("a window of {width} pixels"),
            async || match self.width().await {
                now if now == width => Ok(()),
                now => Err(now.to_string()),
            },
        )
        .await;
    }

    pub(crate) async fn resize(&self, width: u32, height: u32) {
        let bars = "return [outerWidth - innerWidth, outerHeight - innerHeight]";
        let bars = self.run(bars, &[]).await;
        let bar = |at: usize| bars[at].as_u64().and_then(|bar| bar.try_into().ok());
        let (across, above) = (bar(0).unwrap_or(0), bar(1).unwrap_or(0));
        let set = self
            .driver
            .set_window_rect(0, 0, width + across, height + above);
        set.await.expect("the window takes a size");
    }

    async fn width(&self) -> u32 {
        let width = self.run("return innerWidth", &[]).await;
        width
            .as_u64()
            .and_then(|width| width.try_into().ok())
            .expect("a width")
    }

    /// Goes on in a window of its own without bars, in place of this one.
    async fn move_to_popup(&self, width: u32) {
        let before = self.driver.windows().await.expect("windows");
        let features = format!("popup,noopener,width={width},height={HEIGHT}");
        self.run("open('about:blank', '', arguments[0])", &[json!(features)])
            .await;
        let popup = until("a window to open", async || {
            let windows = self.driver.windows().await;
            let windows = windows.map_err(|error| error.to_string())?;
            let new = windows.into_iter().find(|one| !before.contains(one));
            new.ok_or_else(|| "none".to_owned())
        })
        .await;
        self.driver.close_window().await.expect("it closes");
        self.driver
            .switch_to_window(popup)
            .await
            .expect("it is there");
    }

    /// Turns the wheel over a place, downwards.
    pub async fn wheel(&self, x: f64, y: f64, down: u32) {
        let turn = json!({"type": "scroll", "x": x as i64, "y": y as i64, "deltaX": 0, "deltaY": down,
            "duration": 0, "origin": "viewport"});
        let turned = self
            .driver
            .cmd(Command::ExtensionCommand(Box::new(Wheel(turn))))
            .await;
        turned.expect("the wheel turns");
    }
}
