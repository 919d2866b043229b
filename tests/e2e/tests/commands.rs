//! What `make nginx` and `make portal` run, with the page as it was built: each
//! is started, asked for one page, and ended.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::Duration;

use e2e::wait::until_within;

/// They build the sandbox first, if need be.
const LIMIT: Duration = Duration::from_secs(300);

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Another's in the next moment, but then the command ends.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// A command as it runs. Ends with the value.
struct Running(Child);

impl Running {
    fn start(script: &str, arguments: &[String]) -> Running {
        let mut command = Command::new(root().join(script));
        let child = command.args(arguments).current_dir(root()).spawn();
        Running(child.expect(script))
    }

    /// As Ctrl+C in a terminal does; it ends all that it started.
    fn end(&mut self) {
        let pid = self.0.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(told.unwrap().success(), "it was still there");
        self.0.wait().unwrap();
    }

    fn is_there(&mut self) -> bool {
        self.0.try_wait().unwrap().is_none()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.is_there() {
            self.end();
        }
    }
}

fn get(port: u16, path: &str) -> Result<String, String> {
    let asked = || {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        let head =
            format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    };
    asked().map_err(|error: std::io::Error| error.to_string())
}

/// The answer, once somebody answers.
async fn answer(running: &mut Running, port: u16, path: &str) -> String {
    let answer = until_within(LIMIT, path, async || {
        assert!(running.is_there(), "it has ended");
        get(port, path)
    });
    let answer = answer.await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    answer
}

fn is_gone(port: u16) {
    let left = get(port, "/");
    assert!(left.is_err(), "something still listens: {left:?}");
}

#[tokio::test]
async fn make_nginx_serves_the_page_behind_nginx_and_ends_with_all_it_started() {
    let port = free_port();
    let listen = format!("127.0.0.1:{port}");
    let mut running = Running::start(".ci/nginx.sh", &[listen]);
    let page = answer(&mut running, port, "/tools/clocked/").await;
    assert!(
        page.contains("Server: nginx") && page.contains("<html"),
        "{page}"
    );
    assert!(page.contains("bk_token="), "it logs in");
    running.end();
    is_gone(port);
}

#[tokio::test]
async fn make_portal_serves_the_page_and_a_portal_that_it_lists() {
    let (port, portal) = (free_port(), free_port());
    let listen = format!("127.0.0.1:{port}");
    let mut running = Running::start(".ci/portal.sh", &[listen, portal.to_string()]);
    let around = answer(&mut running, portal, "/").await;
    assert!(around.contains("portal.js"), "{around}");
    let config = answer(&mut running, port, "/config.json").await;
    assert!(
        config.contains(&format!("http://localhost:{portal}")),
        "{config}"
    );
    let page = answer(&mut running, port, "/").await;
    assert!(page.contains("<html"), "{page}");
    running.end();
    is_gone(port);
    is_gone(portal);
}
