//! The page from a server that knows nothing but files: no rewrites, no
//! headers, no compressed copies, at the root and below a path.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use e2e::stage::dist;
use e2e::{Stage, play};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

const TYPES: [(&str, &str); 6] = [
    ("html", "text/html"),
    ("js", "text/javascript"),
    ("css", "text/css"),
    ("wasm", "application/wasm"),
    ("svg", "image/svg+xml"),
    ("json", "application/json"),
];

/// The build below a path; everything below `/api/` is the sandbox's.
struct Files {
    origin: String,
    seat: Arc<Seat>,
    serving: JoinHandle<()>,
}

struct Seat {
    /// Of the page, with a slash at both ends.
    path: &'static str,
    /// In the place of the build's own.
    config: &'static str,
    gateway: String,
    /// What was asked for and is not there.
    missing: Mutex<Vec<String>>,
}

impl Files {
    async fn start(t: &Stage, path: &'static str, config: &'static str) -> Files {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let seat = Arc::new(Seat {
            path,
            config,
            gateway: t.sandbox.address().to_string(),
            missing: Mutex::default(),
        });
        let sitting = Arc::clone(&seat);
        let serving = tokio::spawn(async move {
            while let Ok((browser, _)) = listener.accept().await {
                let seat = Arc::clone(&sitting);
                // A browser that goes away is no failure.
                tokio::spawn(async move { seat.answer(browser).await.ok() });
            }
        });
        Files {
            origin,
            seat,
            serving,
        }
    }

    async fn open(&self, t: &Stage, rest: &str) {
        let address = format!("{}{}{rest}", self.origin, self.seat.path);
        t.page.driver.goto(address).await.unwrap();
    }

    fn missing(&self) -> Vec<String> {
        self.seat.missing.lock().unwrap().clone()
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Seat {
    /// One request a connection.
    async fn answer(&self, mut browser: TcpStream) -> io::Result<()> {
        let (from, mut to) = browser.split();
        let mut from = BufReader::new(from);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if from.read_line(&mut head).await? == 0 {
                return Ok(());
            }
        }
        let target = head.split(' ').nth(1).unwrap_or_default();
        if target.starts_with("/api/") {
            let mut gateway = TcpStream::connect(&self.gateway).await?;
            let (first, rest) = head.split_once("\r\n").unwrap_or_default();
            // As either of them is written by some browser.
            let rest = ["keep-alive", "Keep-Alive"]
                .iter()
                .fold(rest.to_owned(), |rest, word| {
                    rest.replace(&format!("Connection: {word}"), "Connection: close")
                });
            gateway
                .write_all(format!("{first}\r\n{rest}").as_bytes())
                .await?;
            let (mut answer, mut body) = gateway.split();
            tokio::select! {
                copied = tokio::io::copy(&mut answer, &mut to) => copied?,
                copied = tokio::io::copy(&mut from, &mut body) => copied?,
            };
            return Ok(());
        }
        let (status, kind, bytes) = match self.file(target) {
            Some((kind, bytes)) => ("200 OK", kind, bytes),
            None => {
                self.missing.lock().unwrap().push(target.to_owned());
                ("404 Not Found", "text/plain", b"not here".to_vec())
            }
        };
        let length = bytes.len();
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
        );
        to.write_all(head.as_bytes()).await?;
        to.write_all(&bytes).await?;
        to.shutdown().await?;
        // Closed before it is read to its end, a connection would be reset.
        from.read_to_end(&mut Vec::new()).await?;
        Ok(())
    }

    fn file(&self, target: &str) -> Option<(&'static str, Vec<u8>)> {
        let (path, _) = target.split_once('?').unwrap_or((target, ""));
        let name = match path.strip_prefix(self.path)? {
            "" => "index.html",
            "config.json" => return Some(("application/json", self.config.into())),
            name => name,
        };
        let path = PathBuf::from(name);
        let ending = path.extension()?.to_str()?;
        let (_, kind) = TYPES.iter().find(|(end, _)| *end == ending)?;
        // Its names have no directories.
        let bytes = fs::read(dist().join(path.file_name()?)).ok()?;
        Some((kind, bytes))
    }
}

fn plans_below(path: &'static str) {
    play(async |t: &Stage| {
        let page = &t.page;
        let files = Files::start(t, path, "{}").await;
        files.open(t, "?lang=zh&bk_biz_id=2&template_id=3").await;
        page.settles().await;
        t.fill_start().await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.tasks().len(), 1);
        // The state is in the address: a reload finds the same page.
        page.driver.refresh().await.unwrap();
        page.has_heading("计划任务 #1").await;
        page.find(&["button"], "再计划一个").await;
        assert_eq!(files.missing(), [] as [&str; 0]);
    });
}

#[test]
fn a_file_server_at_the_root_is_enough() {
    plans_below("/");
}

#[test]
fn a_file_server_below_a_path_is_enough() {
    plans_below("/tools/clocked/");
}

#[test]
fn the_configuration_is_read_beside_the_page() {
    play(async |t: &Stage| {
        let files = Files::start(t, "/a/b%20c/", r#"{"zone": "Atlantis/Nowhere"}"#).await;
        files.open(t, "index.html?lang=en#x=1").await;
        t.page.sees("an IANA time zone").await;
        assert_eq!(files.missing(), [] as [&str; 0]);
    });
}
