//! The browser's console, which has to stay silent.
//!
//! Only chromedriver gives it all. Firefox writes what the console tells of
//! scripts, but not of the policy or of requests. Of WebKit, whose automated
//! windows keep their console to themselves, the page is asked what
//! [`LISTENER`] heard in it; a page that a test builds itself has none.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use crate::wait::until;
use crate::{Engine, Page};

/// Writes down errors where they outlive the page: in the name of its window.
pub const LISTENER: &str = "
    if (window === top) {
        const tell = (text) => { window.name += `${text}\\n` };
        addEventListener('error', ({message, target}) => tell(message ?? `no ${target.src ?? target.href}`), true);
        addEventListener('unhandledrejection', ({reason}) => tell(`rejected: ${reason}`));
        addEventListener('securitypolicyviolation', (event) => tell(`${event.violatedDirective} ${event.blockedURI}`));
        for (const level of ['error', 'warn']) {
            const own = console[level];
            console[level] = (...words) => { tell(`${level} ${words.join(' ')}`); own.apply(console, words) };
        }
    }";

/// What Firefox writes, and how far it was read.
#[derive(Clone)]
pub struct Output {
    path: PathBuf,
    read: Arc<AtomicUsize>,
}

impl Output {
    pub fn new(path: PathBuf) -> Output {
        Output {
            path,
            read: Arc::default(),
        }
    }
}

impl Page {
    /// Everything that the console has told since it was last read, except
    /// requests that failed because the test made them fail: `provoked` holds
    /// parts of their addresses.
    pub async fn console(&self, provoked: &[String]) -> Vec<String> {
        match Engine::chosen() {
            Engine::Chromium => self.logged(provoked).await,
            Engine::Firefox => self.written(provoked).await,
            Engine::WebKit => self.heard(provoked).await,
        }
    }

    async fn logged(&self, provoked: &[String]) -> Vec<String> {
        let entries = self.driver.browser_log().await.expect("the browser's log");
        entries
            .into_iter()
            .filter(|entry| {
                let of_network = entry.source.as_deref() == Some("network");
                let is_provoked = provoked.iter().any(|part| entry.message.contains(part));
                !(of_network && is_provoked || entry.message.contains(LOGIN_ADVICE))
            })
            .map(|entry| format!("{} {}", entry.level, entry.message))
            .collect()
    }

    /// Up to a word of the test's own, behind which nothing is that was told
    /// before.
    async fn written(&self, provoked: &[String]) -> Vec<String> {
        let start = self.output.read.load(Ordering::Relaxed);
        let mark = format!("read from {start}");
        self.run("console.log(arguments[0])", &[json!(mark)]).await;
        let mark = format!("console.log: {mark:?}\n");
        let (told, end) = until("the console to be written", async || {
            let text = std::fs::read(&self.output.path).map_err(|error| error.to_string())?;
            let new = String::from_utf8_lossy(&text[start..]).into_owned();
            match new.split_once(&mark) {
                Some((told, _)) => Ok((told.to_owned(), text.len())),
                None => Err(new),
            }
        })
        .await;
        self.output.read.store(end, Ordering::Relaxed);
        told.lines()
            .filter(|line| is_of_a_page(line))
            .filter(|line| !provoked.iter().any(|part| line.contains(part)))
            .map(str::to_owned)
            .collect()
    }

    async fn heard(&self, provoked: &[String]) -> Vec<String> {
        let script = "const heard = top.name; top.name = ''; return heard";
        let heard = self.run(script, &[]).await;
        let lines = heard.as_str().unwrap_or_default().lines();
        lines
            .filter(|line| !provoked.iter().any(|part| line.contains(part)))
            .map(str::to_owned)
            .collect()
    }

    /// No error, no warning, nothing.
    pub async fn console_is_silent(&self, provoked: &[String]) {
        let told = self.console(provoked).await;
        assert!(told.is_empty(), "the console told: {told:#?}");
    }
}

/// Chromium's advice for a form that logs somebody in, told now and then where it
/// finds a password. A template's secret logs nobody in.
const LOGIN_ADVICE: &str = "[DOM] Password forms should have (optionally hidden) username fields";

/// Firefox itself uses the console as well. Its own words stand there without
/// quotes, and its own scripts are not from a server.
fn is_of_a_page(line: &str) -> bool {
    let script = ["JavaScript error: http", "JavaScript warning: http"];
    let spoken = line
        .strip_prefix("console.")
        .and_then(|line| line.split_once(": "));
    script.iter().any(|start| line.starts_with(start))
        || spoken.is_some_and(|(_, words)| words.starts_with(['"', '(']))
}
