//! A chromedriver and, through it, one headless Chromium with a profile of its
//! own. All of it ends with the value, also when a test fails.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::{ChromeCapabilities, ChromiumLikeCapabilities, WebDriver};

/// The zone of the machine that the browser believes to run on.
pub const ZONE: &str = "Asia/Shanghai";

pub struct Browser {
    pub driver: WebDriver,
    process: Child,
    _profile: TempDir,
}

impl Browser {
    pub async fn start() -> Browser {
        Browser::start_with(json!({})).await
    }

    /// One in which pages may keep nothing.
    pub async fn start_without_storage() -> Browser {
        let blocked = json!({"profile.default_content_setting_values.cookies": 2});
        Browser::start_with(blocked).await
    }

    async fn start_with(preferences: Value) -> Browser {
        let profile = tempfile::tempdir().expect("a directory for the profile");
        let (process, port) = start_driver(&profile);
        let guard = Killed(Some(process));
        let driver = WebDriver::new(
            format!("http://127.0.0.1:{port}"),
            capabilities(
                &profile.path().join("profile").to_string_lossy(),
                preferences,
            ),
        )
        .await
        .expect("chromedriver starts a browser");
        Browser {
            driver,
            process: guard.keep(),
            _profile: profile,
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Without this the browser outlives its driver. On a thread of its own,
        // since nothing can be awaited here.
        let driver = self.driver.clone();
        let quit = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.map(|runtime| runtime.block_on(driver.quit()))
        });
        let _ = quit.join();
        end(&mut self.process);
    }
}

/// Ends the process if the start of the browser fails.
struct Killed(Option<Child>);

impl Killed {
    fn keep(mut self) -> Child {
        self.0.take().expect("kept once")
    }
}

impl Drop for Killed {
    fn drop(&mut self) {
        self.0.iter_mut().for_each(end);
    }
}

fn end(process: &mut Child) {
    // It may have ended by itself.
    let _ = process.kill();
    let _ = process.wait();
}

/// The free port that a driver gets for IPv4 may be taken on IPv6; it then ends,
/// and another one is started.
const STARTS: usize = 5;

/// On a free port, which it tells on its standard output.
fn start_driver(directory: &TempDir) -> (Child, u16) {
    let name = std::env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".into());
    (0..STARTS)
        .find_map(|_| try_start_driver(&name, directory))
        .unwrap_or_else(|| panic!("{name} does not say which port it listens on"))
}

fn try_start_driver(name: &str, directory: &TempDir) -> Option<(Child, u16)> {
    let mut process = Command::new(name)
        .arg("--port=0")
        .env("TZ", ZONE)
        // Whatever the browser leaves behind goes with the profile.
        .env("TMPDIR", directory.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{name} does not start ({error}); CHROMEDRIVER names it"));
    let output = process.stdout.take().expect("its output is piped");
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    let port = lines.find_map(|line| {
        let (_, port) = line.split_once("started successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    });
    let Some(port) = port else {
        end(&mut process);
        return None;
    };
    // It must never wait for somebody to read what it says.
    std::thread::spawn(move || lines.for_each(drop));
    Some((process, port))
}

fn capabilities(profile: &str, preferences: Value) -> ChromeCapabilities {
    let mut capabilities = ChromeCapabilities::new();
    let set = |capabilities: &mut ChromeCapabilities| {
        for argument in [
            "--headless",
            // A browser run by root, as in a container, has no sandbox.
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-extensions",
            "--disable-sync",
            "--no-first-run",
            "--lang=en-US",
            "--window-size=1280,900",
        ] {
            capabilities.add_arg(argument)?;
        }
        capabilities.add_arg(&format!("--user-data-dir={profile}"))?;
        capabilities.add_experimental_option("prefs", preferences.clone())?;
        capabilities
            .as_mut()
            .set("goog:loggingPrefs", json!({"browser": "ALL"}))
    };
    set(&mut capabilities).expect("capabilities are JSON");
    capabilities
}
