//! Chromium by its chromedriver, which `CHROMEDRIVER` may name.

use std::path::Path;

use serde_json::json;
use thirtyfour::{ChromeCapabilities, ChromiumLikeCapabilities};

use super::{HEIGHT, Started, Surroundings, WIDTH, command};
use crate::driver::Killed;

pub(super) fn start(profile: &Path, output: &Path, surroundings: Surroundings) -> Option<Started> {
    let mut command = command("CHROMEDRIVER", "chromedriver", profile, surroundings);
    let mut driver = Killed::start(command.arg("--port=0"), output);
    let port = driver.number_after(output, "started successfully on port ")?;
    Some(Started {
        port,
        capabilities: capabilities(profile, surroundings.keeps).into(),
        processes: vec![driver],
    })
}

fn capabilities(profile: &Path, keeps: bool) -> ChromeCapabilities {
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
            &format!("--window-size={WIDTH},{HEIGHT}"),
            &format!("--user-data-dir={}", profile.join("profile").display()),
        ] {
            capabilities.add_arg(argument)?;
        }
        let cookies = if keeps { 1 } else { 2 };
        capabilities.add_experimental_option(
            "prefs",
            json!({
                "profile.default_content_setting_values.cookies": cookies,
                "download.default_directory": profile.join("Downloads"),
            }),
        )?;
        capabilities
            .as_mut()
            .set("goog:loggingPrefs", json!({"browser": "ALL"}))
    };
    set(&mut capabilities).expect("capabilities are JSON");
    capabilities
}
