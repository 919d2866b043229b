//! What `docs/embed.md` gives to be copied: its portal is opened as it stands
//! there, and so are its links.

use e2e::stage::play_with;
use e2e::wait::until;
use e2e::{Stage, not_in};
use sandbox::{Options, Sandbox};
use serde_json::Value;
use thirtyfour::By;

use crate::pages::blocks_that_are;
use crate::portal::{open_to_all, types};

/// Where the page is, and its portal, for the reader.
const PAGE: &str = "https://ops.example.com/tools/clocked";
const PORTAL: &str = "https://portal.example.com";

fn only(kind: &str) -> String {
    let blocks = blocks_that_are(kind);
    assert_eq!(blocks.len(), 1, "{kind}");
    blocks.into_iter().next().unwrap().text
}

fn configuration() -> String {
    let blocks = blocks_that_are("json config.json");
    let own = blocks
        .into_iter()
        .find(|block| block.place.starts_with("docs/embed.md"));
    own.expect("its configuration").text
}

#[test]
fn the_portal_of_the_page_plans_a_run() {
    not_in!(WebKit: "its driver scrolls no page around a frame to what it clicks in it");
    play_with(open_to_all(), async |t: &Stage| {
        let page = &t.page;
        let folder = tempfile::tempdir().unwrap();
        let script = only("js portal").replace(PAGE, &t.sandbox.url());
        std::fs::write(folder.path().join("index.html"), only("html portal")).unwrap();
        std::fs::write(folder.path().join("portal.js"), script).unwrap();
        let options = Options {
            dist: folder.path().to_owned(),
            frame_src: Some(t.sandbox.url()),
            start_tasks: false,
            ..Options::default()
        };
        let portal = Sandbox::start(options).await.unwrap();
        let origin = format!("http://localhost:{}", portal.address().port());
        t.sandbox
            .set_config(Some(&configuration().replace(PORTAL, &origin)));
        page.driver.goto(&origin).await.unwrap();
        page.driver.enter_frame(0).await.unwrap();
        page.settles().await;
        until("the name that the portal gives", async || {
            match page.value_of("Name").await {
                name if name == "nightly" => Ok(()),
                name => Err(name),
            }
        })
        .await;
        page.settles().await;
        types(page, "Date", &t.day(3)).await;
        types(page, "Time (24-hour)", "09:30").await;
        page.press("Plan this run…").await;
        page.press("Confirm and plan").await;
        page.has_heading("Planned as #1").await;
        page.driver.enter_default_frame().await.unwrap();
        page.sees("Planned as #1").await;
        let frame = page.driver.find(By::Id("clocked")).await.unwrap();
        let height = frame.attr("height").await.unwrap();
        assert_ne!(height.as_deref(), Some("800"), "it follows the content");
        let constants = &t.body_json()["task_parameters"]["constants"];
        assert_eq!(constants["${svc_b}"], Value::from("svc-b"));
    });
}

#[test]
fn the_links_of_the_page_open() {
    let links = only("text link");
    let options = Options {
        dist: e2e::stage::dist(),
        demo: true,
        ..Options::default()
    };
    let shown = [
        "带执行方案的发布流程_计划执行",
        "nightly",
        "发布: 5 nodes run",
        "回滚 2.4.0",
        "周末演练",
    ];
    assert_eq!(links.lines().count(), shown.len());
    play_with(options, async |t: &Stage| {
        for (link, words) in links.lines().zip(shown) {
            let query = link.strip_prefix(&format!("{PAGE}/?")).expect(link);
            // Another fragment alone would not open the page anew.
            t.forget().await;
            t.visit(query).await;
            t.page.sees(words).await;
            if link.contains("template_id") {
                t.page.settles().await;
            }
            let wrong = "main .failure, main [aria-invalid=true]";
            assert_eq!(t.page.lines(wrong).await, [""; 0], "{link}");
        }
    });
}
