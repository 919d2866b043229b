//! The browser's console, which has to stay silent.

use crate::Page;

impl Page {
    /// Everything that the console has told since it was last read, except
    /// requests that failed because the test made them fail: `provoked` holds
    /// parts of their addresses.
    pub async fn console(&self, provoked: &[String]) -> Vec<String> {
        let entries = self.driver.browser_log().await.expect("the browser's log");
        entries
            .into_iter()
            .filter(|entry| {
                let of_network = entry.source.as_deref() == Some("network");
                !(of_network && provoked.iter().any(|part| entry.message.contains(part)))
            })
            .map(|entry| format!("{} {}", entry.level, entry.message))
            .collect()
    }

    /// No error, no warning, nothing.
    pub async fn console_is_silent(&self, provoked: &[String]) {
        let told = self.console(provoked).await;
        assert!(told.is_empty(), "the console told: {told:#?}");
    }
}
