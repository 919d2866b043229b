//! The page in a frame of its portal, as an operator sets it up: the portal in
//! `frame-ancestors` and in `embed.parents`, the login a cookie of the browser.

use e2e::Stage;
use e2e::wait::until;
use serde_json::{Value, json};

use crate::behind;
use crate::foreign::{Foreign, beforehand};
use crate::header::are_the_servers;
use crate::server::{BELOW, Kind, Place, Server};

/// Writes down what the page says, and lets it in.
const EMBED: &str = "window.heard = [];
    addEventListener('message', (event) => heard.push({origin: event.origin, ...event.data}));
    const frame = document.createElement('iframe');
    Object.assign(frame, {src: arguments[0], width: 1200, height: 600});
    document.body.append(frame);";

/// A message of this type from the page, by its exact origin.
async fn hears(t: &Stage, server: &Server, kind: &str) -> Value {
    until(&format!("a message {kind:?}"), async || {
        let heard = t.page.run("return window.heard", &[]).await;
        let messages = heard.as_array().into_iter().flatten();
        let mut own = messages.filter(|message| message["origin"] == *server.origin);
        match own.find(|message| message["type"] == kind) {
            Some(message) => Ok(message["payload"].clone()),
            None => Err(heard.to_string()),
        }
    })
    .await
}

async fn embeds(t: &Stage, portal: &str, server: &Server) {
    t.page.driver.goto(portal).await.unwrap();
    let address = format!("{}?embed=1&lang=zh", server.page());
    t.page.run(EMBED, &[json!(address)]).await;
}

/// What a portal fills in.
async fn says_what_to_plan(t: &Stage, server: &Server) {
    let payload = json!({
        "bk_biz_id": 2, "template_id": e2e::fill::PLAIN, "task_name": "in the portal",
        "plan_start_time": format!("{} 02:30:15+0800", t.day(40)),
    });
    let message = json!({"source": "clocked", "v": 1, "type": "init", "payload": payload});
    let script = "frames[0].postMessage(arguments[0], arguments[1])";
    t.page.run(script, &[message, json!(server.origin)]).await;
}

async fn plans_in_the_frame(t: &Stage) {
    t.page.driver.enter_frame(0).await.unwrap();
    t.page.settles().await;
    until("the name to be filled in", async || {
        match t.page.value_of("任务名称").await {
            name if name == "in the portal" => Ok(()),
            name => Err(name),
        }
    })
    .await;
    t.page.settles().await;
    t.review_and_send().await;
    t.page.has_heading("计划任务 #1").await;
    t.page.driver.enter_default_frame().await.unwrap();
}

/// A scene behind a server that knows the portal.
fn around(kind: Kind, portal: &str, scene: impl AsyncFnOnce(&Stage, &Server)) {
    let config = json!({"embed": {"parents": [portal]}}).to_string();
    let place = Place {
        portal,
        config: Some(&config),
        ..BELOW
    };
    behind(kind, &place, scene);
}

/// From the empty frame to the task, of which the portal hears.
async fn plans(t: &Stage, server: &Server) {
    hears(t, server, "ready").await;
    says_what_to_plan(t, server).await;
    plans_in_the_frame(t).await;
    let created = hears(t, server, "created").await;
    let tasks = t.tasks();
    assert_eq!(tasks.len(), 1);
    assert_eq!(created["id"], tasks[0]["id"]);
    assert_eq!(tasks[0]["task_name"], "in the portal");
    assert_eq!(tasks[0]["creator"], "alice", "whose cookie it is");
}

/// The portal is on the same site, as two names of one domain are.
fn a_portal_plans(kind: Kind) {
    let (_runtime, portal) = beforehand(Foreign::start());
    around(kind, &portal.origin, async |t: &Stage, server: &Server| {
        embeds(t, &portal.origin, server).await;
        plans(t, server).await;
        for request in t.sandbox.requests() {
            are_the_servers(kind, &request);
        }
    });
}

#[test]
fn in_a_frame_of_its_portal_a_plan_goes_through_nginx() {
    a_portal_plans(Kind::Nginx);
}

#[test]
fn in_a_frame_of_its_portal_a_plan_goes_through_caddy() {
    a_portal_plans(Kind::Caddy);
}

/// A browser keeps the cookie to itself where the portal is on another site and
/// the cookie is not for all sites: the page asks for a login.
#[test]
fn in_a_frame_on_another_site_a_login_for_its_own_site_does_not_count() {
    let (_runtime, portal) = beforehand(Foreign::start());
    let elsewhere = portal.origin.replace("127.0.0.1", "localhost");
    let scene = async |t: &Stage, server: &Server| {
        t.may_fail("/api/");
        embeds(t, &elsewhere, server).await;
        hears(t, server, "need_login").await;
        assert!(t.sandbox.requests().is_empty());
    };
    around(Kind::Nginx, &elsewhere, scene);
}
