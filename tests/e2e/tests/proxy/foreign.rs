//! Pages on other origins, open in the browser of somebody who is logged in.

use e2e::wait::until;
use e2e::{Engine, Stage};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

use crate::behind;
use crate::raw::{CREATE, LIST, plan};
use crate::server::{BELOW, Kind, Place, Server};

/// An empty page at every address, until it is dropped.
pub struct Foreign {
    pub origin: String,
    serving: JoinHandle<()>,
}

impl Foreign {
    pub async fn start() -> Foreign {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        // Another port of the same host: another origin, but the same site, so that the browser
        // sends the cookie. From another site it would not even do that.
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let serving = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = [0; 8192];
                let _ = stream.read(&mut request).await;
                let page = "<!doctype html><link rel=icon href=data:,><title>foreign</title>";
                let answer = format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{page}",
                    page.len()
                );
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        Foreign { origin, serving }
    }
}

impl Drop for Foreign {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// What has to be there before a scene begins, for as long as the runtime is.
pub fn beforehand<T>(starting: impl Future<Output = T>) -> (Runtime, T) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let started = runtime.block_on(starting);
    (runtime, started)
}

/// Everything that a page can try without leave, and what it can try to get it.
const TRIES: &str = r#"
    const [create, list, body, done] = arguments;
    const post = (options) => fetch(create, {method: "POST", credentials: "include", body, ...options});
    const told = (promise) => promise.then(async (answer) => `read ${answer.status} ${await answer.text()}`, String);
    const json = {"Content-Type": "application/json"};
    const tag = (name, address) => new Promise((resolve) => {
        const element = document.createElement(name);
        element.onload = () => resolve("loaded");
        element.onerror = () => resolve("failed");
        element.src = address;
        document.body.append(element);
    });
    Promise.all([
        told(post({mode: "no-cors"})),
        told(post({mode: "no-cors", headers: {"Content-Type": "text/plain"}})),
        told(post({mode: "no-cors", body: new URLSearchParams({body})})),
        told(post({mode: "cors"})),
        told(post({headers: json})),
        told(post({headers: {...json, "X-Requested-With": "XMLHttpRequest"}})),
        told(fetch(list, {credentials: "include", headers: {"X-Requested-With": "XMLHttpRequest"}})),
        told(fetch(list, {credentials: "include"})),
        tag("script", list),
        tag("img", list),
        Promise.resolve(navigator.sendBeacon(create, new Blob([body], {type: "text/plain"}))).then(String),
    ]).then(done, (error) => done([String(error)]));
"#;

/// A form whose text is JSON, up to a name that nobody asks for.
const FORM: &str = r#"
    const [create, body, type] = arguments;
    const form = document.createElement("form");
    Object.assign(form, {method: "POST", action: create, enctype: type});
    const field = document.createElement("input");
    field.name = body.replace(/}$/, ', "x": "');
    field.value = '"}';
    form.append(field);
    document.body.append(form);
    form.submit();
"#;

/// What the server has answered so far, by status.
fn answers(server: &Server, status: u16) -> usize {
    let sent = String::from_utf8_lossy(&server.relay.sent()).into_owned();
    sent.matches(&format!("HTTP/1.1 {status} ")).count()
}

async fn cannot_plan(t: &Stage, server: &Server) {
    let foreign = Foreign::start().await;
    let page = &t.page;
    t.may_fail("127.0.0.1");
    page.driver.goto(&foreign.origin).await.unwrap();
    let create = format!("{}{CREATE}", server.origin);
    let list = format!("{}{LIST}", server.origin);
    let tried = page
        .driver
        .execute_async(TRIES, vec![json!(create), json!(list), json!(plan())])
        .await
        .unwrap();
    let tried: Vec<String> = tried.convert().unwrap();
    assert_eq!(tried.len(), 11, "{tried:?}");
    for told in &tried[..8] {
        assert!(told.starts_with("TypeError"), "{tried:?}");
    }
    assert_eq!(&tried[8..10], ["failed", "failed"]);
    until("the server to refuse all of them", async || {
        match (answers(server, 403), answers(server, 405)) {
            (refused, asked) if refused >= 8 && asked >= 3 => Ok(()),
            seen => Err(format!("{seen:?}")),
        }
    })
    .await;
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    ] {
        page.driver.goto(&foreign.origin).await.unwrap();
        page.run(FORM, &[json!(create), json!(plan()), json!(kind)])
            .await;
        page.sees("only the page on this server may ask").await;
    }
    assert_eq!(answers(server, 200), 0);
    assert!(t.sandbox.requests().is_empty());
    assert!(t.tasks().is_empty());
    // The console is about those, and the foreign page's own.
    t.page.console(&[]).await;
}

#[test]
fn a_page_elsewhere_cannot_plan_through_nginx() {
    behind(Kind::Nginx, &BELOW, cannot_plan);
}

#[test]
fn a_page_elsewhere_cannot_plan_through_caddy() {
    behind(Kind::Caddy, &BELOW, cannot_plan);
}

/// Puts the page into a frame, and stays in it.
async fn frame(t: &Stage, origin: &str, server: &Server) {
    t.page.driver.goto(origin).await.unwrap();
    let script = "const [address, done] = arguments;
        const frame = document.createElement('iframe');
        frame.onload = () => done('');
        frame.src = address;
        document.body.append(frame);";
    let address = format!("{}?lang=zh", server.page());
    t.page
        .driver
        .execute_async(script, vec![json!(address)])
        .await
        .unwrap();
    t.page.driver.enter_frame(0).await.unwrap();
}

/// What a frame shows that was refused: the browser's own words in Chromium,
/// elsewhere none. The page itself, once loaded, is never without any.
async fn refused(t: &Stage) -> String {
    let is_silent = Engine::chosen() != Engine::Chromium;
    until("the frame to show something", async || {
        match t.page.text().await {
            text if text.contains("正在打开") => Err(text),
            text if text.trim().is_empty() && !is_silent => Err(text),
            text => Ok(text),
        }
    })
    .await
}

fn only_the_portal_frames_the_page(kind: Kind) {
    let (_runtime, (portal, other)) =
        beforehand(async { (Foreign::start().await, Foreign::start().await) });
    let place = Place {
        portal: &portal.origin,
        ..BELOW
    };
    behind(kind, &place, async |t: &Stage, server: &Server| {
        // Past the header it is the page that asks for its list, which is empty.
        frame(t, &portal.origin, server).await;
        t.page.sees("在新标签页打开").await;
        t.page.driver.enter_default_frame().await.unwrap();
        frame(t, &other.origin, server).await;
        let shown = refused(t).await;
        assert!(!shown.contains("在新标签页打开"), "{shown}");
        t.page.driver.enter_default_frame().await.unwrap();
        // Only the console of Chromium can be asked why.
        let told = t.page.console(&[]).await.join("\n");
        let why = told.contains("frame-ancestors");
        assert!(why || Engine::chosen() != Engine::Chromium, "{told}");
    });
}

#[test]
fn only_the_portal_frames_the_page_behind_nginx() {
    only_the_portal_frames_the_page(Kind::Nginx);
}

#[test]
fn only_the_portal_frames_the_page_behind_caddy() {
    only_the_portal_frames_the_page(Kind::Caddy);
}
