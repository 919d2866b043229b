//! Keys as they are pressed, for what has to work without a mouse.

use serde_json::json;
use thirtyfour::{Key, TypingData};

use crate::wait::until;
use crate::{Engine, Page};

const WRITE: &str = "const [text, done] = arguments;
    navigator.clipboard.writeText(text).then(() => done(''), (error) => done(String(error)))";

/// WebKit lets nobody write without a person's gesture, but a command copy.
const COPY: &str = "const [text, done] = arguments;
    addEventListener('beforecopy', (event) => event.preventDefault(), {once: true});
    addEventListener('copy', (event) => {
        event.clipboardData.setData('text/plain', text);
        event.preventDefault();
    }, {once: true});
    done(document.execCommand('copy') ? '' : 'nothing was copied')";

impl Page {
    pub async fn key(&self, key: Key) {
        let keys = self.driver.action_chain().send_keys(key);
        keys.perform().await.expect("a key is pressed");
    }

    pub async fn keys(&self, text: &str) {
        // A key, not a character: WebKit types no end of a line.
        let text = text.replace('\n', "\u{e007}");
        let keys = self.driver.action_chain().send_keys(text);
        keys.perform().await.expect("keys are pressed");
    }

    pub async fn control(&self, key: impl Into<TypingData>) {
        let keys = self.driver.action_chain();
        let keys = keys
            .key_down(Key::Control)
            .send_keys(key)
            .key_up(Key::Control);
        keys.perform().await.expect("keys are pressed");
    }

    /// To the stop before.
    pub async fn back_tab(&self) {
        let keys = self.driver.action_chain().key_down(Key::Shift);
        let keys = keys.send_keys(Key::Tab).key_up(Key::Shift);
        keys.perform().await.expect("keys are pressed");
    }

    /// Puts a long text where the caret is by way of the clipboard.
    pub async fn paste(&self, text: &str) {
        if Engine::chosen() == Engine::Chromium {
            let permissions = json!(["clipboardReadWrite", "clipboardSanitizedWrite"]);
            let permissions = json!({"permissions": permissions});
            self.cdp("Browser.grantPermissions", permissions).await;
        }
        let script = match Engine::chosen() {
            Engine::WebKit => COPY,
            _ => WRITE,
        };
        let written = self.driver.execute_async(script, vec![json!(text)]).await;
        assert_eq!(
            written.expect("a script").json(),
            "",
            "the clipboard is written"
        );
        let keys = self.driver.action_chain();
        let keys = keys
            .key_down(Key::Control)
            .send_keys("v")
            .key_up(Key::Control);
        keys.perform().await.expect("keys are pressed");
    }

    /// Presses Tab until the focus is on what bears this name, as somebody
    /// does who cannot point at it.
    pub async fn tab_to(&self, name: &str) {
        let mut passed = Vec::new();
        for _ in 0..150 {
            let now = self.focused().await;
            // What is hidden in a name ends a line of it.
            let words: Vec<&str> = now.split_whitespace().collect();
            if words.join(" ").starts_with(name) {
                return;
            }
            passed.push(now);
            self.key(Key::Tab).await;
        }
        panic!("Tab does not lead to {name:?}, but to {passed:?}");
    }

    /// The name of what has the focus: its label, or its own words.
    pub async fn focused(&self) -> String {
        let name = self
            .run(
                "const element = document.activeElement;
                const label = element.getAttribute('aria-label') ?? element.labels?.[0]?.innerText
                    ?? (element === document.body ? '' : element.innerText);
                return (label ?? '').trim()",
                &[],
            )
            .await;
        name.as_str().unwrap_or_default().to_owned()
    }

    pub async fn focus_is_named(&self, name: &str) {
        until(&format!("the focus on {name:?}"), async || {
            let now = self.focused().await;
            match now.starts_with(name) {
                true => Ok(()),
                false => Err(now),
            }
        })
        .await;
    }
}
