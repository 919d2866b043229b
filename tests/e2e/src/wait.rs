//! Waiting for something to be so: asked again and again, up to a limit.

use std::time::Duration;

use tokio::time::{Instant, sleep};

/// Longer than anything takes, on a busy machine too.
const LIMIT: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(25);

/// What `look` finds, once it finds something. Otherwise the test ends with
/// what was waited for and what `look` saw last.
pub async fn until<T>(what: &str, look: impl AsyncFnMut() -> Result<T, String>) -> T {
    until_within(LIMIT, what, look).await
}

pub async fn until_within<T>(
    limit: Duration,
    what: &str,
    mut look: impl AsyncFnMut() -> Result<T, String>,
) -> T {
    let end = Instant::now() + limit;
    loop {
        match look().await {
            Ok(found) => return found,
            Err(seen) if Instant::now() > end => {
                panic!("waited {limit:?} for {what}; seen instead: {seen}")
            }
            Err(_) => sleep(PAUSE).await,
        }
    }
}
