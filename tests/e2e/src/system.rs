//! What a page learns of a person's system: what they asked it for, its language,
//! how far they zoom, its network. Chromium's protocol emulates it; in Firefox a script with
//! the browser's own rights sets it. WebKit's driver does neither.

use std::sync::Arc;

use http::Method;
use serde_json::{Value, json};
use thirtyfour::common::command::{Command, ExtensionCommand};

use crate::wait::until;
use crate::{Engine, Page};

/// In whose rights geckodriver runs scripts, which thirtyfour does not know.
#[derive(Debug)]
struct Rights(&'static str);

impl ExtensionCommand for Rights {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({"context": self.0}))
    }

    fn method(&self) -> Method {
        Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        "/moz/context".into()
    }
}

/// Every preference of Firefox that one of [`preferences`] sets.
const PREFERENCES: [&str; 7] = [SCHEME, MOTION, CONTRAST, COLOURS, GROUND, WORDS, LINKS];
const SCHEME: &str = "layout.css.prefers-color-scheme.content-override";
const MOTION: &str = "ui.prefersReducedMotion";
const CONTRAST: &str = "ui.useAccessibilityTheme";
const COLOURS: &str = "browser.display.document_color_use";
const CHOSEN: &str = "ui.highlight";
const GROUND: &str = "browser.display.background_color";
const WORDS: &str = "browser.display.foreground_color";
const LINKS: &str = "browser.anchor_color";

/// What makes Firefox ask for these.
fn preferences(features: &[(&str, &str)]) -> Vec<(&'static str, Value)> {
    let is_forced = features.contains(&("forced-colors", "active"));
    let of_one = |feature: &(&str, &str)| match *feature {
        // Of a screen that nobody sees, what is chosen could not be read.
        ("forced-colors", "active") => vec![(COLOURS, json!(2)), (CHOSEN, json!("#1A5FB4"))],
        // The colours themselves tell then whether they are dark.
        ("prefers-color-scheme", "dark") if is_forced => vec![
            (GROUND, json!("#000000")),
            (WORDS, json!("#FFFFFF")),
            (LINKS, json!("#FFFF00")),
        ],
        ("prefers-color-scheme", scheme) => vec![(SCHEME, json!(u8::from(scheme == "light")))],
        ("prefers-reduced-motion", "reduce") => vec![(MOTION, json!(1))],
        // The theme of the system forces no colours, where the page's own are always used.
        ("prefers-contrast", "more") => vec![(CONTRAST, json!(1)), (COLOURS, json!(1))],
        (name, value) => panic!("how does Firefox ask for {name}: {value}?"),
    };
    features.iter().flat_map(of_one).collect()
}

const SET: &str = "const [all, wanted] = arguments;
    all.forEach((name) => Services.prefs.clearUserPref(name));
    for (const [name, value] of wanted)
        if (typeof value === 'string') Services.prefs.setStringPref(name, value);
        else Services.prefs.setIntPref(name, value)";

impl Page {
    /// The system asks for these, such as `("prefers-contrast", "more")`; for
    /// nothing else that it was asked for before.
    pub async fn system_asks(&self, features: &[(&str, &str)]) {
        if Engine::chosen() == Engine::Firefox {
            let wanted = json!(preferences(features));
            self.run_in_firefox(SET, &[json!(PREFERENCES), wanted])
                .await;
        } else {
            let feature = |(name, value): &(&str, &str)| json!({"name": name, "value": value});
            let features: Vec<Value> = features.iter().map(feature).collect();
            self.cdp("Emulation.setEmulatedMedia", json!({"features": features}))
                .await;
        }
        let unheard = "return arguments[0].filter(([name, value]) => !matchMedia(`(${name}: ${value})`).matches)";
        until(
            "the page to hear what the system asks for",
            async || match self.run(unheard, &[json!(features)]).await {
                Value::Array(rest) if rest.is_empty() => Ok(()),
                rest => Err(rest.to_string()),
            },
        )
        .await;
    }

    /// The language and region of the system, such as `ar-EG`; `None` for its own.
    pub async fn system_speaks(&self, locale: Option<&str>) {
        if Engine::chosen() == Engine::Firefox {
            let set = "gBrowser.selectedBrowser.browsingContext.languageOverride = arguments[0]";
            self.run_in_firefox(set, &[json!(locale.unwrap_or_default())])
                .await;
        } else {
            let locale = locale.map_or_else(|| json!({}), |locale| json!({"locale": locale}));
            self.cdp("Emulation.setLocaleOverride", locale).await;
        }
    }

    /// In Chromium.
    pub(crate) async fn network_is_slow(&self) {
        self.cdp("Network.enable", json!({})).await;
        let slow = json!({"offline": false, "latency": 0, "downloadThroughput": 40_000, "uploadThroughput": -1});
        self.cdp("Network.emulateNetworkConditions", slow).await;
    }

    /// A window of this size in CSS pixels, each of which is so many dots wide: what zooming makes
    /// of a larger window. Not in WebKit.
    pub async fn is_sized(&self, width: u32, height: u32, dots: u32) {
        if Engine::chosen() == Engine::Firefox {
            self.zooms(width * dots, height * dots, dots).await;
        } else {
            let size = json!({"width": width, "height": height, "deviceScaleFactor": dots, "mobile": false});
            self.cdp("Emulation.setDeviceMetricsOverride", size).await;
        }
        let size = json!([width, height]);
        until(&format!("a window of {size} pixels"), async || {
            match self.run("return [innerWidth, innerHeight]", &[]).await {
                now if now == size => Ok(()),
                now => Err(now.to_string()),
            }
        })
        .await;
    }

    /// A window of so many dots across and down, and so many of them to a pixel.
    async fn zooms(&self, across: u32, down: u32, dots: u32) {
        // Tab may have left the page for the bars of the window.
        let zoom = "gBrowser.selectedBrowser.fullZoom = arguments[0];
            gBrowser.selectedBrowser.focus()";
        self.run_in_firefox(zoom, &[json!(1)]).await;
        self.resize(across, down).await;
        self.run_in_firefox(zoom, &[json!(dots)]).await;
    }

    /// The browser tells no page any more which pages are around it: in Firefox,
    /// which alone can be asked for that.
    pub async fn hides_who_is_around(&self) {
        if Engine::chosen() == Engine::Firefox {
            let set = "Services.prefs.setBoolPref('dom.location.ancestorOrigins.enabled', false)";
            self.run_in_firefox(set, &[]).await;
        }
    }

    /// A script of Firefox's own rather than of the page.
    async fn run_in_firefox(&self, script: &str, arguments: &[Value]) {
        self.has_rights_of("chrome").await;
        self.run(script, arguments).await;
        self.has_rights_of("content").await;
    }

    async fn has_rights_of(&self, whose: &'static str) {
        let command = Command::ExtensionCommand(Box::new(Rights(whose)));
        let taken = self.driver.cmd(command).await;
        taken.expect("scripts run in the rights of another");
    }
}
