//! The portal of `docs/portal`, which is there to be tried and copied.

use std::path::PathBuf;

use e2e::Stage;
use e2e::stage::play_with;
use e2e::wait::until;
use sandbox::{Options, Sandbox};
use serde_json::json;

use crate::portal::open_to_all;

#[test]
fn the_example_shows_every_message_and_sends_its_own() {
    play_with(open_to_all(), async |t: &Stage| {
        let page = &t.page;
        // So Firefox calls a script whose document goes away.
        t.may_fail("Script terminated by timeout");
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/portal");
        let options = Options {
            dist: folder,
            frame_src: Some(t.sandbox.url()),
            start_tasks: false,
            ..Options::default()
        };
        let portal = Sandbox::start(options).await.unwrap();
        let origin = format!("http://localhost:{}", portal.address().port());
        let config = json!({"embed": {"parents": [origin]}}).to_string();
        t.sandbox.set_config(Some(&config));
        let address = format!("{origin}/?page={}/", t.sandbox.url());
        page.driver.goto(address).await.unwrap();
        has_line(t, "← ready").await;
        page.press("set_locale en").await;
        page.press("init").await;
        page.press("ask_state").await;
        has_line(t, r#"← dirty {"dirty":false}"#).await;
        page.driver.enter_frame(0).await.unwrap();
        page.settles().await;
        assert_eq!(page.value_of("Name").await, "夜间发布");
        page.press("Plan this run…").await;
        page.press("Confirm and plan").await;
        page.has_heading("Planned as #1").await;
        page.driver.enter_default_frame().await.unwrap();
        has_line(t, "← created").await;
        page.has_no_barriers("the example portal").await;
        page.choose("Height · 高度", "auto").await;
        has_line(t, "← resize").await;
        page.driver.enter_frame(0).await.unwrap();
        page.settles().await;
        page.driver.enter_default_frame().await.unwrap();
    });
}

async fn has_line(t: &Stage, words: &str) {
    until(&format!("the line {words:?}"), async || {
        let lines = t.page.lines("#log p").await;
        match lines.iter().any(|line| line.starts_with(words)) {
            true => Ok(()),
            false => Err(format!("{lines:?}")),
        }
    })
    .await;
}
