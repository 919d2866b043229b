//! Keys as they are pressed, for what has to work without a mouse.

use serde_json::json;
use thirtyfour::{Key, TypingData};

use crate::Page;
use crate::wait::until;

impl Page {
    pub async fn key(&self, key: Key) {
        let keys = self.driver.action_chain().send_keys(key);
        keys.perform().await.expect("a key is pressed");
    }

    pub async fn keys(&self, text: &str) {
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

    /// Puts a long text where the caret is by way of the clipboard.
    pub async fn paste(&self, text: &str) {
        let permissions = json!(["clipboardReadWrite", "clipboardSanitizedWrite"]);
        self.cdp(
            "Browser.grantPermissions",
            json!({"permissions": permissions}),
        )
        .await;
        let script = "const done = arguments[arguments.length - 1];
            navigator.clipboard.writeText(arguments[0]).then(() => done(''), (error) => done(String(error)))";
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
            if now.starts_with(name) {
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
