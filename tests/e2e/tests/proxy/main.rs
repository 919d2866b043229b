//! The page behind the web servers of `docs/`: what an operator copies is what
//! runs here, in front of a sandbox that wants the application's credentials
//! and the user's token, as the gateway does.

mod attack;
mod click;
mod file;
mod foreign;
mod framed;
mod header;
#[allow(dead_code, reason = "other packages read the pages by it, too")]
#[path = "../../../docs/pages.rs"]
mod pages;
mod path;
mod raw;
mod relay;
mod server;
mod steps;

use chrono::TimeDelta;
use e2e::stage::{dist, play_with};
use e2e::wait::until;
use e2e::{Engine, Fault, Stage};
use sandbox::Options;
use serde_json::{Value, json};
use thirtyfour::{Cookie, SameSite};

use server::{BELOW, CODE, Kind, Place, SECRET, Server};

/// Plays a scene behind a server. Whatever happens in it, the secret does not
/// leave the server.
pub fn behind(kind: Kind, place: &Place, scene: impl AsyncFnOnce(&Stage, &Server)) {
    let options = Options {
        dist: dist(),
        proxy: false,
        ..Options::default()
    };
    // It outlives the scene: the page may still ask for something when that ends, and the console
    // would tell of a server that is gone.
    let mut kept = None;
    play_with(options, async |t: &Stage| {
        let server = &*kept.insert(Server::start(t, kind, place).await);
        log_in(t, server, "token-alice").await;
        scene(t, server).await;
        holds_no_credentials(&server.relay.sent());
    });
}

/// Searches what a server sent to browsers.
fn holds_no_credentials(sent: &[u8]) {
    let has = |word: &str| sent.windows(word.len()).any(|at| at == word.as_bytes());
    assert!(!has(SECRET), "the secret went out");
    assert!(!has(CODE), "the application's code went out");
    assert!(!sent.is_empty());
}

async fn log_in(t: &Stage, server: &Server, token: &str) {
    if Engine::chosen() == Engine::Chromium {
        let cookie = json!({
            "name": "bk_token", "value": token, "url": server.origin, "httpOnly": true, "sameSite": "Lax"
        });
        t.page.cdp("Network.setCookie", cookie).await;
        return;
    }
    // By the standard it is set for the origin that is open, here by what no page asks for.
    let open = t.page.driver.current_url().await.expect("an address");
    if !open.as_str().starts_with(&server.origin) {
        let nothing = format!("{}/robots.txt", server.origin);
        t.may_fail("robots.txt");
        t.page.driver.goto(nothing).await.expect("it opens");
    }
    let mut cookie = Cookie::new("bk_token", token);
    cookie.http_only = Some(true);
    cookie.same_site = Some(SameSite::Lax);
    let added = t.page.driver.add_cookie(cookie).await;
    added.expect("a cookie is set");
}

/// From the empty form to the record, as main_path.rs does without a proxy.
async fn plans(t: &Stage) {
    let page = &t.page;
    t.open("lang=zh").await;
    page.choose("项目", "蓝鲸").await;
    page.choose("流程模板", "带执行方案的发布流程").await;
    page.settles().await;
    t.fill_start().await;
    page.tick("发布").await;
    page.settles().await;
    page.type_into("服务B", "svc-b").await;
    page.type_into("版本", "2.4.1").await;
    t.review().await;
    let shown = page.request_json().await;
    t.send().await;
    page.has_heading("计划任务 #1").await;
    page.sees("记录与发送的内容一致").await;
    assert_eq!(t.body(), shown);
    assert_eq!(t.tasks().len(), 1);
    assert_eq!(t.tasks()[0]["creator"], "alice");
}

/// Every call went out with the server's credentials and nothing of the
/// browser's but what it asked for.
fn calls_are_the_servers(t: &Stage, kind: Kind) {
    let requests = t.sandbox.requests();
    assert!(requests.len() > 5, "{requests:#?}");
    for request in requests {
        let credentials: Value =
            serde_json::from_str(&request.headers["x-bkapi-authorization"]).unwrap();
        let expected =
            json!({"bk_app_code": CODE, "bk_app_secret": SECRET, "bk_token": "token-alice"});
        assert_eq!(credentials, expected);
        header::are_the_servers(kind, &request);
        assert_eq!(request.headers["x-requested-with"], "XMLHttpRequest");
        assert_eq!(request.headers["accept-language"], "zh-CN");
        assert_eq!(request.status, 200);
    }
}

fn plan_goes_through(kind: Kind, place: &Place) {
    behind(kind, place, async |t: &Stage, _: &Server| {
        plans(t).await;
        calls_are_the_servers(t, kind);
    });
}

#[test]
fn below_a_path_a_plan_goes_through_nginx() {
    plan_goes_through(Kind::Nginx, &BELOW);
}

#[test]
fn at_the_root_a_plan_goes_through_nginx() {
    plan_goes_through(Kind::Nginx, &Place { path: "/", ..BELOW });
}

#[test]
fn below_a_path_a_plan_goes_through_caddy() {
    plan_goes_through(Kind::Caddy, &BELOW);
}

#[test]
fn at_the_root_a_plan_goes_through_caddy() {
    plan_goes_through(Kind::Caddy, &Place { path: "/", ..BELOW });
}

/// The page is told what it needs to know of the login and of the clock.
fn page_knows_login_and_clock(kind: Kind) {
    behind(kind, &BELOW, async |t: &Stage, server: &Server| {
        t.may_fail("/api/");
        log_in(t, server, "token-nobody").await;
        t.visit("lang=zh").await;
        t.page.sees("登录已失效").await;
        let asked = t.sandbox.requests().len();
        // A token that is no cookie by the rules does not even reach the gateway.
        log_in(t, server, "token-alice\\\"").await;
        t.visit("lang=zh&bk_biz_id=2").await;
        t.page.sees("登录已失效").await;
        assert_eq!(t.sandbox.requests().len(), asked);
        log_in(t, server, "token-alice").await;
        t.sandbox.set_clock_skew(TimeDelta::hours(3)).unwrap();
        t.open_template(e2e::fill::PLAIN).await;
        t.page.sees("服务器时钟比你的电脑快").await;
    });
}

#[test]
fn behind_nginx_the_page_tells_a_login_that_ended_and_the_servers_clock() {
    page_knows_login_and_clock(Kind::Nginx);
}

#[test]
fn behind_caddy_the_page_tells_a_login_that_ended_and_the_servers_clock() {
    page_knows_login_and_clock(Kind::Caddy);
}

/// The gateway takes the request and breaks: one click is one request, and the
/// task is found.
fn lost_answer_is_one_task(kind: Kind, fault: &Fault) {
    behind(kind, &BELOW, async |t: &Stage, _: &Server| {
        t.fill_release().await;
        // As many as the browser would try.
        t.faults("create_clocked_task", 20, fault.clone());
        t.review_and_send().await;
        is_found_once(t).await;
    });
}

pub async fn is_found_once(t: &Stage) {
    let page = &t.page;
    page.has_heading("任务已经创建").await;
    assert_eq!(t.creations().len(), 1, "one click, one request");
    assert_eq!(t.tasks().len(), 1);
    page.press("查看").await;
    page.has_heading("计划任务 #1").await;
}

#[test]
fn behind_nginx_an_answer_lost_at_the_gateway_is_one_task() {
    lost_answer_is_one_task(Kind::Nginx, &Fault::DropAfter);
}

#[test]
fn behind_nginx_an_answer_cut_at_the_gateway_is_one_task() {
    lost_answer_is_one_task(Kind::Nginx, &Fault::Cut { bytes: 20 });
}

#[test]
fn behind_caddy_an_answer_lost_at_the_gateway_is_one_task() {
    lost_answer_is_one_task(Kind::Caddy, &Fault::DropAfter);
}

#[test]
fn behind_caddy_an_answer_cut_at_the_gateway_is_one_task() {
    lost_answer_is_one_task(Kind::Caddy, &Fault::Cut { bytes: 20 });
}

/// The browser loses the server while its request is out, as when the server
/// is restarted: no connection had been used before, so nothing is repeated.
fn lost_server_is_one_task(kind: Kind) {
    behind(kind, &BELOW, async |t: &Stage, server: &Server| {
        t.fill_release().await;
        t.faults("create_clocked_task", 20, Fault::Delay { ms: 60_000 });
        t.review_and_send().await;
        until("the task to be made", async || match t.tasks().len() {
            1 => Ok(()),
            number => Err(number.to_string()),
        })
        .await;
        server.relay.break_connections();
        is_found_once(t).await;
    });
}

#[test]
fn when_the_browser_loses_nginx_one_click_is_one_task() {
    lost_server_is_one_task(Kind::Nginx);
}

#[test]
fn when_the_browser_loses_caddy_one_click_is_one_task() {
    lost_server_is_one_task(Kind::Caddy);
}

/// A request that the gateway never gets leaves no task, and is not repeated.
#[test]
fn behind_nginx_a_gateway_that_is_away_is_asked_once() {
    behind(Kind::Nginx, &BELOW, async |t: &Stage, _: &Server| {
        t.fill_plain().await;
        t.faults("create_clocked_task", 20, Fault::DropBefore);
        t.review_and_send().await;
        t.page.has_heading("结果未知").await;
        t.page.sees("网关没有等到后台的回答").await;
        assert_eq!(t.creations().len(), 1);
        assert!(t.tasks().is_empty());
    });
}
