//! Whether everything fits into the window and is large enough to be hit.

use serde_json::Value;

use crate::Page;

const FITS: &str = include_str!("fits.js");

/// What stays in sight while the page scrolls: how much of the window's height.
const STUCK: &str = "const parts = Array.from(document.querySelectorAll('#app *'))
        .filter((own) => own.checkVisibility() && ['sticky', 'fixed'].includes(getComputedStyle(own).position))
        .filter((own) => !own.closest('[role=region][tabindex], dialog'))
        .filter((own) => own.getBoundingClientRect().width > innerWidth / 2);
    return parts.reduce((sum, own) => sum + own.getBoundingClientRect().height, 0) / innerHeight";

impl Page {
    /// What does not fit, or is too small; one line each.
    pub async fn misfits(&self) -> Vec<String> {
        let found = self.run(FITS, &[]).await;
        serde_json::from_value(found).expect("lines")
    }

    /// The part of the window's height that what stays in view takes from what scrolls.
    pub async fn stuck_share(&self) -> f64 {
        match self.run(STUCK, &[]).await {
            Value::Number(share) => share.to_string().parse().expect("a number"),
            other => panic!("no share: {other}"),
        }
    }
}
