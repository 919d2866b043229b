//! Every scene ends with a silent console: here it is not, in each engine, and
//! that is heard.

use e2e::stage::play_after;
use e2e::wait::until;
use e2e::{Stage, not_in};

/// Opens a page that begins with a script, until the console tells of it.
fn is_heard(script: &str, words: &str) {
    play_after(script, async |t: &Stage| {
        t.open_template(e2e::fill::PLAIN).await;
        let mut told = Vec::new();
        until(&format!("the console to tell of {words:?}"), async || {
            told.extend(t.page.console(&[]).await);
            match told.iter().any(|line| line.contains(words)) {
                true => Ok(()),
                false => Err(format!("{told:?}")),
            }
        })
        .await;
    });
}

#[test]
fn an_error_of_a_script_is_heard() {
    is_heard(
        "setTimeout(() => { throw new Error('planted'); })",
        "planted",
    );
}

#[test]
fn a_promise_that_fails_is_heard() {
    is_heard("Promise.reject(new Error('planted'))", "planted");
}

#[test]
fn a_warning_is_heard() {
    is_heard("console.warn('planted')", "planted");
}

#[test]
fn what_the_policy_forbids_is_heard() {
    not_in!(Firefox: "Firefox writes nothing that its console tells of the policy");
    let script = "document.head.append(Object.assign(document.createElement('script'), \
                  {src: 'http://planted.example/a.js'}))";
    is_heard(script, "planted.example");
}
