//! One click, one task, whatever breaks: nginx passes a click on once, and
//! tells whoever comes with it again that it did.

use e2e::wait::until;
use e2e::{Fault, Stage};

use crate::raw::{Answer, CREATE, Raw, new_click, plan};
use crate::server::{BELOW, Kind, Server};
use crate::{behind, is_found_once};

const CLICK: &str = "X-Clocked-Click";

fn create(server: &Server, click: &str) -> Raw {
    Raw::post(server, CREATE, plan()).with(CLICK, click)
}

/// Refused in a way after which the page looks for the task.
fn is_told(answer: &Answer) {
    assert_eq!(answer.status, 504);
    assert!(answer.body.contains("passed on before"), "{}", answer.body);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[test]
fn a_click_passes_once_and_another_one_passes() {
    behind(Kind::Nginx, &BELOW, async |t: &Stage, server: &Server| {
        let click = new_click();
        assert_eq!(create(server, &click).send(server).await.status, 200);
        is_told(&create(server, &click).send(server).await);
        // Another template does not make another click of it.
        let mut other = create(server, &click);
        other.target = other.target.replace("/3/2/", "/2/2/");
        is_told(&other.send(server).await);
        assert_eq!(t.tasks().len(), 1);
        assert_eq!(create(server, &new_click()).send(server).await.status, 200);
        assert_eq!(t.tasks().len(), 2);
    });
}

#[test]
fn of_several_at_once_one_passes() {
    behind(Kind::Nginx, &BELOW, async |t: &Stage, server: &Server| {
        let raw = create(server, &new_click());
        let answers = tokio::join!(
            raw.send(server),
            raw.send(server),
            raw.send(server),
            raw.send(server)
        );
        let mut statuses = [answers.0, answers.1, answers.2, answers.3].map(|at| at.status);
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 504, 504, 504]);
        assert_eq!(t.tasks().len(), 1);
    });
}

#[test]
fn what_the_gateway_did_not_answer_passes_no_second_time() {
    behind(Kind::Nginx, &BELOW, async |t: &Stage, server: &Server| {
        let click = new_click();
        t.sandbox
            .add_fault("create_clocked_task", 1, Fault::DropAfter);
        assert_eq!(create(server, &click).send(server).await.status, 502);
        is_told(&create(server, &click).send(server).await);
        assert_eq!(t.tasks().len(), 1);
    });
}

#[test]
fn a_creation_without_a_click_of_the_page_is_refused() {
    behind(Kind::Nginx, &BELOW, async |t: &Stage, server: &Server| {
        let long = format!("{}-1", "1".repeat(17));
        for click in ["", "x", "1-", "-1", "1-2-3", "1-2 ", "1-2\\", "1,2", &long] {
            let answer = create(server, click).send(server).await;
            // Spaces around a value are no part of it.
            let expected = if click == "1-2 " { 200 } else { 400 };
            assert_eq!(answer.status, expected, "{click:?}");
        }
        let raw = Raw::post(server, CREATE, plan()).without(CLICK);
        assert_eq!(raw.send(server).await.status, 400);
        assert_eq!(t.tasks().len(), 1);
    });
}

#[test]
fn a_refused_request_does_not_use_a_click_up() {
    behind(Kind::Nginx, &BELOW, async |t: &Stage, server: &Server| {
        let click = new_click();
        let raw = create(server, &click).without("Cookie");
        assert_eq!(raw.send(server).await.status, 401);
        assert_eq!(create(server, &click).send(server).await.status, 200);
        assert_eq!(t.tasks().len(), 1);
    });
}

#[test]
fn clicks_outlive_nginx() {
    behind(Kind::Nginx, &BELOW, async |t: &Stage, server: &Server| {
        let click = new_click();
        assert_eq!(create(server, &click).send(server).await.status, 200);
        server.restart().await;
        is_told(&create(server, &click).send(server).await);
        assert_eq!(t.tasks().len(), 1);
    });
}

/// On a connection that the browser opened beforehand, as it does on its own
/// for a page that was opened just now, it repeats a request.
#[test]
fn when_a_connection_opened_beforehand_breaks_one_click_is_one_task() {
    behind(Kind::Nginx, &BELOW, async |t: &Stage, server: &Server| {
        t.fill_release().await;
        t.faults("create_clocked_task", 20, Fault::Delay { ms: 60_000 });
        t.review().await;
        server.relay.has_no_connection().await;
        t.page.run(OPEN_BEFOREHAND, &[]).await;
        server.relay.has_connections().await;
        t.send().await;
        until("the task to be made", async || match t.tasks().len() {
            1 => Ok(()),
            number => Err(number.to_string()),
        })
        .await;
        server.relay.break_connections();
        is_found_once(t).await;
    });
}

const OPEN_BEFOREHAND: &str = "const link = document.createElement('link');
    link.rel = 'preconnect';
    link.href = location.origin;
    document.head.append(link);";
