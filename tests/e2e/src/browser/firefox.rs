//! Firefox by its geckodriver, which `GECKODRIVER` may name. What the console
//! tells is written to the output.

use std::path::{Path, PathBuf};

use serde_json::json;
use thirtyfour::{Capabilities, FirefoxCapabilities};

use super::{HEIGHT, Started, Surroundings, WIDTH, command};
use crate::driver::Killed;

/// The bars above the page.
const BARS: u32 = 86;

pub(super) fn start(profile: &Path, output: &Path, surroundings: Surroundings) -> Option<Started> {
    let mut command = command("GECKODRIVER", "geckodriver", profile, surroundings);
    command
        // What the system asks for is set by scripts with Firefox's own rights.
        .args(["--port=0", "--websocket-port=0", "--allow-system-access"])
        .env("HOME", profile)
        .env("MOZ_HEADLESS_WIDTH", WIDTH.to_string())
        .env("MOZ_HEADLESS_HEIGHT", (HEIGHT + BARS).to_string());
    let mut driver = Killed::start(&mut command, output);
    let port = driver.number_after(output, "Listening on 127.0.0.1:")?;
    Some(Started {
        port,
        capabilities: capabilities(profile, surroundings.keeps),
        processes: vec![driver],
    })
}

/// The driver itself looks for no Firefox but one that is called so.
fn firefox() -> PathBuf {
    let directories = std::env::var_os("PATH").unwrap_or_default();
    let named = std::env::var_os("FIREFOX").map(PathBuf::from);
    let find = || {
        ["firefox-esr", "firefox"].into_iter().find_map(|name| {
            std::env::split_paths(&directories)
                .map(|directory| directory.join(name))
                .find(|path| path.is_file())
        })
    };
    named
        .or_else(find)
        .expect("no firefox-esr or firefox on PATH; FIREFOX names it")
}

fn capabilities(profile: &Path, keeps: bool) -> Capabilities {
    let preferences = json!({
        "intl.accept_languages": "en-US, en",
        "devtools.console.stdout.content": true,
        "devtools.console.stdout.chrome": false,
        "browser.dom.window.dump.enabled": true,
        // A test may write to the clipboard and open windows without a person's gesture.
        "dom.events.testing.asyncClipboard": true,
        "dom.disable_open_during_load": false,
        // A question on leaving would keep the browser from ending.
        "dom.disable_beforeunload": true,
        // What is JSON is shown as a page of a server, not by a script of Firefox.
        "devtools.jsonview.enabled": false,
        // What is zoomed stays so on the next page.
        "browser.zoom.siteSpecific": false,
        // Apart for each page around a frame, as it comes.
        "network.cookie.cookieBehavior": if keeps { 5 } else { 2 },
        "browser.download.folderList": 2,
        "browser.download.dir": profile.join("Downloads"),
        "browser.download.always_ask_before_handling_new_types": false,
        // Nothing of its own goes out.
        "app.normandy.enabled": false,
        "nimbus.appId": "",
    });
    let mut capabilities = FirefoxCapabilities::new();
    let options = json!({"binary": firefox(), "args": ["-headless"], "prefs": preferences});
    capabilities
        .as_mut()
        .set("moz:firefoxOptions", options)
        .expect("capabilities are JSON");
    capabilities.into()
}
