//! What a person reads off the page.

use serde_json::{Value, json};

use crate::Page;
use crate::wait::until;

/// The part of the page that can be read now: the dialog, while one is open.
const SCREEN: &str =
    "(document.querySelector('dialog:modal') ?? document.body ?? document.documentElement)";

impl Page {
    /// The visible text.
    pub async fn text(&self) -> String {
        let text = self.run(&format!("return {SCREEN}?.innerText"), &[]).await;
        text.as_str().unwrap_or_default().to_owned()
    }

    pub async fn sees(&self, words: &str) {
        until(&format!("the words {words:?}"), async || {
            let text = self.text().await;
            match text.contains(words) {
                true => Ok(()),
                false => Err(text),
            }
        })
        .await;
    }

    pub async fn sees_no(&self, words: &str) {
        until(&format!("the words {words:?} to go"), async || {
            let text = self.text().await;
            match text.contains(words) {
                false => Ok(()),
                true => Err(text),
            }
        })
        .await;
    }

    /// A heading of the form, of the dialog, of the record.
    pub async fn has_heading(&self, words: &str) {
        self.find(&["heading"], words).await;
    }

    /// Waits until nothing on the form is being read.
    pub async fn settles(&self) {
        until("the form to have read everything", async || {
            let state = self
                .run(
                    "return document.querySelector('[aria-busy=true]')
                        ? 'busy' : document.querySelector('.panel-state')?.textContent ?? 'no form'",
                    &[],
                )
                .await;
            match state.as_str() {
                Some("busy" | "no form" | "" | "正在读取…" | "Reading…") | None => {
                    Err(format!("{state} {}", self.text().await))
                }
                Some(_) => Ok(()),
            }
        })
        .await;
    }

    /// The same on the other screens.
    pub async fn settles_here(&self) {
        until("the page to have read everything", async || {
            match self.text().await {
                text if text.contains("正在读取…") || text.contains("Reading…") => {
                    Err(text)
                }
                _ => Ok(()),
            }
        })
        .await;
    }

    /// The message at a field, which its control refers to; empty for none.
    pub async fn error_at(&self, label: &str) -> String {
        let field = self.field(label).await;
        let script = "const ids = (arguments[0].getAttribute('aria-describedby') ?? '').split(' ');
            const error = ids.map((id) => document.getElementById(id)).find((e) => e?.matches('.error'));
            return error?.innerText.trim() ?? ''";
        let text = self
            .run(script, &[field.to_json().expect("an element")])
            .await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// The message at the field that has the focus; empty where the field does
    /// not call itself wrong.
    pub async fn error_at_focus(&self) -> String {
        let script = "const field = document.activeElement;
            const ids = (field.getAttribute('aria-describedby') ?? '').split(' ');
            const error = ids.map((id) => document.getElementById(id)).find((e) => e?.matches('.error'));
            return field.getAttribute('aria-invalid') === 'true' ? error?.innerText.trim() ?? '' : ''";
        let text = self.run(script, &[]).await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Everything that is red: messages and fields that call themselves wrong.
    pub async fn red(&self) -> Vec<String> {
        let script = "return Array.from(document.querySelectorAll('.error, [aria-invalid=true], #problems'))
            .filter((e) => e.checkVisibility() && (e.innerText.trim() || e.matches('[aria-invalid]')))
            .map((e) => `${e.id} ${e.innerText}`)";
        let red = self.run(script, &[]).await;
        serde_json::from_value(red).expect("texts")
    }

    pub async fn is_refused_at(&self, label: &str, words: &str) {
        until(&format!("{words:?} at {label:?}"), async || {
            let error = self.error_at(label).await;
            match error.contains(words) {
                true => Ok(()),
                false => Err(error),
            }
        })
        .await;
    }

    /// The entries of the problem summary.
    pub async fn problems(&self) -> Vec<String> {
        self.lines("#problems:not([hidden]) li").await
    }

    /// The visible text of every element that a selector fits.
    pub async fn lines(&self, selector: &str) -> Vec<String> {
        let script = "return Array.from(document.querySelectorAll(arguments[0]))
            .filter((element) => element.checkVisibility()).map((element) => element.innerText.trim())";
        let lines = self.run(script, &[json!(selector)]).await;
        serde_json::from_value(lines).expect("lines")
    }

    /// The exact body, as the review shows it.
    pub async fn request_json(&self) -> String {
        let text = self
            .run(
                "return document.getElementById('request-json').textContent",
                &[],
            )
            .await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Every field of the record: its name and what is said of it.
    pub async fn record(&self) -> Vec<(String, String)> {
        self.find(&["button"], "再计划一个").await;
        self.pairs(".record-fields").await
    }

    pub async fn pairs(&self, selector: &str) -> Vec<(String, String)> {
        let script = "return Array.from(document.querySelectorAll(`${arguments[0]} dt`),
            (term) => [term.textContent, term.nextElementSibling.textContent])";
        let pairs = self.run(script, &[json!(selector)]).await;
        serde_json::from_value(pairs).expect("pairs")
    }

    /// What is typed, ticked and chosen anywhere on the form.
    pub async fn typed(&self) -> Value {
        self.run(
            "return Array.from(document.querySelectorAll('[role=form] :is(input, select, textarea)'),
                (field) => [field.id || field.closest('label')?.innerText,
                    ['checkbox', 'radio'].includes(field.type) ? field.checked : field.value])",
            &[],
        )
        .await
    }

    /// The visible words of what has the focus, and its id.
    pub async fn focus_is_on(&self, id: &str) {
        until(&format!("the focus on {id:?}"), async || {
            let now = self.run("return document.activeElement?.id", &[]).await;
            match now.as_str() == Some(id) {
                true => Ok(()),
                false => Err(now.to_string()),
            }
        })
        .await;
    }

    pub async fn address_of(&self, link: &str) -> String {
        // It may be drawn anew between finding and reading it.
        until(&format!("the address of {link:?}"), async || {
            let found = self.find(&["link"], link).await;
            let address = found.attr("href").await;
            Ok(address
                .map_err(|error| error.to_string())?
                .unwrap_or_default())
        })
        .await
    }
}
