//! Nothing typed is lost: a reload brings it back, but for secrets.

mod comes_back;
mod unkept;
mod waits;

use e2e::Stage;
use e2e::wait::until;
use serde_json::Value;

/// Everything that the browser keeps of the page.
async fn kept(t: &Stage) -> String {
    let all = t.page.run("return JSON.stringify(localStorage)", &[]).await;
    all.as_str().unwrap_or_default().to_owned()
}

async fn keeps(t: &Stage, words: &str) {
    until(&format!("{words:?} to be kept"), async || {
        match kept(t).await {
            kept if kept.contains(words) => Ok(()),
            kept => Err(kept),
        }
    })
    .await;
}

async fn reload(t: &Stage) {
    t.page.driver.refresh().await.expect("it reloads");
    t.page.settles().await;
}

/// Changes the kept draft once its page is left.
async fn age(t: &Stage, change: &str) {
    let key = "clocked.draft.cmdb_biz.2.2";
    let script = format!(
        "const draft = JSON.parse(localStorage.getItem('{key}')); {change};
         return JSON.stringify(draft)"
    );
    let aged: Value = t.page.run(&script, &[]).await;
    let elsewhere = format!("{}/config.json", t.sandbox.url());
    t.may_fail("favicon.ico");
    t.page.driver.goto(elsewhere).await.expect("it leaves");
    t.page
        .run(
            &format!("localStorage.setItem('{key}', arguments[0])"),
            &[aged],
        )
        .await;
}
