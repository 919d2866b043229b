//! The engines that the suite runs in, and what one of them cannot play.

use std::fmt;
use std::io::Write;
use std::sync::LazyLock;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

static CHOSEN: LazyLock<Engine> = LazyLock::new(|| {
    let name = std::env::var("CLOCKED_ENGINE").unwrap_or_default();
    match name.as_str() {
        "" | "chromium" => Engine::Chromium,
        "firefox" => Engine::Firefox,
        "webkit" => Engine::WebKit,
        _ => panic!("CLOCKED_ENGINE={name}: chromium, firefox or webkit is meant"),
    }
});

impl Engine {
    /// The one that this run is about: `CLOCKED_ENGINE`, or Chromium.
    pub fn chosen() -> Engine {
        *CHOSEN
    }

    /// Whether this is the chosen engine, and the test is therefore left out. It
    /// says so past the capture of the test's output: `.ci/test.sh` counts these
    /// lines, so that nothing which was not played counts as passed.
    pub fn is_excepted(self, reason: &str) -> bool {
        let excepted = self == Engine::chosen();
        if excepted {
            let thread = std::thread::current();
            let test = thread.name().unwrap_or("a test");
            let line = format!("not in {self}: {test}: {reason}\n");
            std::io::stderr()
                .write_all(line.as_bytes())
                .expect("the exception is told");
        }
        excepted
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Engine::Chromium => "chromium",
            Engine::Firefox => "firefox",
            Engine::WebKit => "webkit",
        })
    }
}

/// At the head of a test: leaves it out in these engines, and tells why.
#[macro_export]
macro_rules! not_in {
    ($($engine:ident),+: $reason:expr) => {
        $(if $crate::Engine::$engine.is_excepted($reason) {
            return;
        })+
    };
}
