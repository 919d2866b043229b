//! Colours as they are painted.

use serde_json::{Value, json};

use crate::Page;

const MEASURE: &str = include_str!("contrast.js");

impl Page {
    /// Asserts that all words, and all lines of controls, have this contrast.
    pub async fn can_be_read(&self, words: f64, lines: f64, state: &str) {
        let found = self.run(MEASURE, &[json!(words), json!(lines)]).await;
        let number = |kind: &str| found[kind].as_u64().unwrap_or_default();
        assert!(number("words") > 3, "words of {state}: {found}");
        assert_eq!(found["faults"], json!([]), "{state}");
    }

    /// How an element looks apart from its words: every colour and line of it.
    pub async fn look_of(&self, element: &thirtyfour::WebElement) -> Value {
        let script = "const style = getComputedStyle(arguments[0]);
            return ['color', 'backgroundColor', 'borderTop', 'borderLeft', 'outline', 'fontWeight', 'opacity']
                .map((name) => `${name}: ${style[name]}`).join('; ')";
        self.run(script, &[element.to_json().expect("an element")])
            .await
    }
}
