//! A driver and, through it, one browser of the chosen engine with a profile of
//! its own. All of it ends with the value, also when a test fails.

mod chromium;
mod firefox;
mod webkit;

use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;
use thirtyfour::{Capabilities, WebDriver};
use tokio::time::timeout;

use crate::Engine;
use crate::driver::Killed;

/// The zone of the machine that the browser believes to run on.
pub const ZONE: &str = "Asia/Shanghai";

/// How large its window is, in pixels.
pub const WIDTH: u32 = 1280;
const HEIGHT: u32 = 900;

/// The machine that a browser believes to run on, and what it lets pages do.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    pub zone: &'a str,
    /// Whether pages may keep anything.
    pub keeps: bool,
}

impl Default for Surroundings<'_> {
    fn default() -> Self {
        Surroundings {
            zone: ZONE,
            keeps: true,
        }
    }
}

/// What an engine starts: its driver, and how that is asked for a browser.
struct Started {
    port: u16,
    capabilities: Capabilities,
    /// In the order in which they end.
    processes: Vec<Killed>,
}

pub struct Browser {
    pub driver: WebDriver,
    /// Where the driver and its browser write.
    pub output: PathBuf,
    /// Where the browser puts what is saved.
    pub downloads: PathBuf,
    _processes: Vec<Killed>,
    _profile: TempDir,
}

/// A free port may be taken before the driver listens on it, or be taken on IPv6
/// only; the driver then ends, or is not the one that answers: another is started.
const STARTS: usize = 5;

/// Longer than a browser takes to end.
const LIMIT: Duration = Duration::from_secs(20);

impl Browser {
    pub async fn start(surroundings: Surroundings<'_>) -> Browser {
        let mut told = String::new();
        for _ in 0..STARTS {
            match Browser::try_start(surroundings).await {
                Ok(browser) => return browser,
                Err(error) => told = error,
            }
        }
        panic!("no {} in {STARTS} starts: {told}", Engine::chosen());
    }

    async fn try_start(surroundings: Surroundings<'_>) -> Result<Browser, String> {
        let profile = tempfile::tempdir().expect("a directory for the profile");
        let output = profile.path().join("output");
        let downloads = profile.path().join("Downloads");
        std::fs::create_dir(&downloads).expect("a directory for what is saved");
        let start = match Engine::chosen() {
            Engine::Chromium => chromium::start,
            Engine::Firefox => firefox::start,
            Engine::WebKit => webkit::start,
        };
        let told = || std::fs::read_to_string(&output).unwrap_or_default();
        let started = start(profile.path(), &output, surroundings).ok_or_else(told)?;
        let driver = WebDriver::new(
            format!("http://127.0.0.1:{}", started.port),
            started.capabilities,
        )
        .await
        .map_err(|error| format!("{error}\n{}", told()))?;
        Ok(Browser {
            driver,
            output,
            downloads,
            _processes: started.processes,
            _profile: profile,
        })
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
            // One that does not answer is ended with its driver.
            runtime.map(|runtime| runtime.block_on(async { timeout(LIMIT, driver.quit()).await }))
        });
        let _ = quit.join();
    }
}

/// The command for a program that a variable may name, in surroundings. Whatever
/// it leaves behind goes with the profile.
fn command(
    variable: &str,
    name: &str,
    profile: &Path,
    surroundings: Surroundings,
) -> std::process::Command {
    let name = std::env::var(variable).unwrap_or_else(|_| name.into());
    let mut command = std::process::Command::new(name);
    command.env("TZ", surroundings.zone).env("TMPDIR", profile);
    command
}
