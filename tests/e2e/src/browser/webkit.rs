//! WebKitGTK: its MiniBrowser by WebKitWebDriver, on a screen that nobody sees.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};

use serde_json::json;
use thirtyfour::Capabilities;

use super::{HEIGHT, Started, Surroundings, WIDTH, command};
use crate::driver::Killed;

pub(super) fn start(profile: &Path, output: &Path, surroundings: Surroundings) -> Option<Started> {
    let (screen, number) = start_screen(profile, surroundings)?;
    let port = free_port();
    let mut command = command("WEBKITDRIVER", "WebKitWebDriver", profile, surroundings);
    command
        .arg(format!("--port={port}"))
        .env("DISPLAY", format!(":{number}"))
        .env("GDK_BACKEND", "x11")
        .env("HOME", profile)
        .env("XDG_RUNTIME_DIR", profile)
        // Neither the desktop of whoever runs the test nor its keyring.
        .env("DBUS_SESSION_BUS_ADDRESS", "disabled:")
        .env("NO_AT_BRIDGE", "1");
    let mut driver = Killed::start(&mut command, output);
    driver.says(|| TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok())?;
    Some(Started {
        port,
        capabilities: capabilities(surroundings.keeps),
        processes: vec![driver, screen],
    })
}

/// An X server, which chooses its own number, and that number.
fn start_screen(profile: &Path, surroundings: Surroundings) -> Option<(Killed, u16)> {
    let output = profile.join("screen");
    let mut command = command("XVFB", "Xvfb", profile, surroundings);
    command
        .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0"])
        .arg(format!("{WIDTH}x{HEIGHT}x24"));
    let mut screen = Killed::start(&mut command, &output);
    // The number is the first line of its own; warnings may stand around it.
    let number = screen.says(|| {
        let text = std::fs::read_to_string(&output).ok()?;
        let (whole, _) = text.rsplit_once('\n')?;
        whole.lines().find_map(|line| line.parse().ok())
    })?;
    Some((screen, number))
}

/// It does not tell which port it chose, so that one is chosen for it.
fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("its address").port()
}

/// Debian keeps it where no PATH leads.
fn mini_browser() -> PathBuf {
    let named = std::env::var_os("MINIBROWSER").map(PathBuf::from);
    let multiarch = format!("/usr/lib/{}-linux-gnu", std::env::consts::ARCH);
    let known = ["4.1", "4.0"]
        .map(|version| Path::new(&multiarch).join(format!("webkit2gtk-{version}/MiniBrowser")));
    named
        .or_else(|| known.into_iter().find(|path| path.is_file()))
        .expect("no MiniBrowser of WebKitGTK; MINIBROWSER names it")
}

fn capabilities(keeps: bool) -> Capabilities {
    let arguments = json!([
        "--automation",
        // A test may write to the clipboard and open windows without a person's gesture.
        "--javascript-can-access-clipboard=true",
        "--javascript-can-open-windows-automatically=true",
        format!("--enable-html5-local-storage={keeps}"),
    ]);
    let options = json!({"binary": mini_browser(), "args": arguments});
    let mut capabilities = Capabilities::new();
    capabilities
        .set("webkitgtk:browserOptions", options)
        .expect("capabilities are JSON");
    capabilities
}
