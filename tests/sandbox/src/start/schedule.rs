//! Starts tasks at their planned instants for as long as the sandbox runs.

use std::sync::Arc;
use std::time::Duration;

use crate::state::State;

/// The longest nap: a machine that slept must not keep tasks waiting for long.
const NAP: Duration = Duration::from_secs(30);

pub async fn run(state: Arc<State>) {
    loop {
        let worker = Arc::clone(&state);
        let started = tokio::task::spawn_blocking(move || worker.start_due()).await;
        if let Ok(Err(error)) = started {
            eprintln!("sandbox: tasks cannot be started: {error}");
        }
        tokio::select! {
            () = state.wake.notified() => {}
            () = tokio::time::sleep(nap(&state)) => {}
        }
    }
}

fn nap(state: &State) -> Duration {
    let Ok(Some(next)) = state.with_store(|store| store.next_due()) else {
        return NAP;
    };
    // A millisecond more, so that the instant has surely come.
    (next - state.now())
        .to_std()
        .map_or(Duration::from_millis(20), |wait| {
            (wait + Duration::from_millis(1)).min(NAP)
        })
}
