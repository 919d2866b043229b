//! Where a test takes place: a sandbox and a browser, both its own.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use sandbox::{Fault, LoggedRequest, Options, Running, Sandbox};
use serde_json::Value;
use tokio::sync::Semaphore;

use crate::browser::{Browser, Surroundings};
use crate::console::{LISTENER, Output};
use crate::preface::begin;
use crate::wait::{until, until_within};
use crate::{Engine, Page, date};

/// A script for [`play_after`]: where there is no clipboard, the text itself
/// appears, to be copied by hand.
pub const WITHOUT_CLIPBOARD: &str = "delete Navigator.prototype.clipboard";

const LATE_PROGRAM: &str = "
    const own = fetch;
    window.fetch = async (address, ...more) => {
        if (String(address).endsWith('.wasm')) await new Promise((go) => setTimeout(go, 4000));
        return own(address, ...more);
    }";

/// Browsers at a time: more would only wait for each other.
static SEATS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

pub struct Stage {
    pub page: Page,
    pub sandbox: Running,
    /// Where the page is, without a slash at the end.
    address: RefCell<String>,
    browser: Browser,
    /// Parts of the addresses of requests that the test makes fail.
    provoked: RefCell<Vec<String>>,
}

/// Plays a scene on a stage. It ends with a look at the console, which has to
/// be silent in all of them.
pub fn play(scene: impl AsyncFnOnce(&Stage)) {
    play_on(dist(), scene);
}

/// The same with another build of the page.
pub fn play_on(dist: PathBuf, scene: impl AsyncFnOnce(&Stage)) {
    play_with(served(dist), scene);
}

/// The same with a page that runs a script before its own.
pub fn play_after(script: &str, scene: impl AsyncFnOnce(&Stage)) {
    let dist = begin(&dist(), script);
    play_on(dist.path().to_owned(), scene);
}

/// The same over a slow network: the program comes seconds after the page. Only
/// Chromium's can be slowed down, elsewhere the program alone is held back.
pub fn play_slowly(scene: impl AsyncFnOnce(&Stage)) {
    if Engine::chosen() != Engine::Chromium {
        return play_after(LATE_PROGRAM, scene);
    }
    play(async |t: &Stage| {
        t.page.network_is_slow().await;
        scene(t).await;
    });
}

/// The same on a machine in another time zone.
pub fn play_in_zone(zone: &str, scene: impl AsyncFnOnce(&Stage)) {
    let there = Surroundings {
        zone,
        ..Surroundings::default()
    };
    play_in(there, served(dist()), scene);
}

fn served(dist: PathBuf) -> Options {
    Options {
        dist,
        ..Options::default()
    }
}

/// The same with a sandbox that is set up otherwise. Tasks start only when the
/// test says so.
pub fn play_with(options: Options, scene: impl AsyncFnOnce(&Stage)) {
    play_in(Surroundings::default(), options, scene);
}

/// The same in a browser in which pages may keep nothing.
pub fn play_without_storage(options: Options, scene: impl AsyncFnOnce(&Stage)) {
    let strict = Surroundings {
        keeps: false,
        ..Surroundings::default()
    };
    play_in(strict, options, scene);
}

fn play_in(surroundings: Surroundings, options: Options, scene: impl AsyncFnOnce(&Stage)) {
    // Where the console cannot be asked, the page listens itself.
    let listening = (Engine::chosen() == Engine::WebKit).then(|| begin(&options.dist, LISTENER));
    let options = match &listening {
        Some(copy) => Options {
            dist: copy.path().to_owned(),
            ..options
        },
        None => options,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let _seat = SEATS.acquire().await.expect("never closed");
        let stage = Stage::set(surroundings, options).await;
        scene(&stage).await;
        let provoked = stage.provoked.take();
        stage.page.console_is_silent(&provoked).await;
    });
}

/// The release build that the tests are about.
pub fn dist() -> PathBuf {
    let dist = std::env::var_os("CLOCKED_DIST").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../dist"),
        PathBuf::from,
    );
    assert!(
        dist.join("index.html").is_file(),
        "no page in {}: `make dist` builds it, CLOCKED_DIST names another place",
        dist.display()
    );
    dist
}

impl Stage {
    async fn set(surroundings: Surroundings<'_>, options: Options) -> Stage {
        let options = Options {
            start_tasks: false,
            ..options
        };
        let sandbox = Sandbox::start(options).await.expect("the sandbox starts");
        let browser = Browser::start(surroundings).await;
        Stage {
            page: Page {
                driver: browser.driver.clone(),
                output: Output::new(browser.output.clone()),
            },
            address: RefCell::new(sandbox.url()),
            sandbox,
            browser,
            provoked: RefCell::default(),
        }
    }

    /// Where the browser puts what is saved.
    pub fn downloads(&self) -> &Path {
        &self.browser.downloads
    }

    /// The page is here, and no longer at the sandbox itself.
    pub fn is_behind(&self, address: &str) {
        self.address
            .replace(address.trim_end_matches('/').to_owned());
    }

    /// Opens the page with a query, whatever it then shows.
    pub async fn visit(&self, query: &str) {
        let address = format!("{}/?{query}", self.address.borrow());
        self.page.go_to(&address).await;
    }

    /// Opens the form with a query and waits for everything it reads.
    pub async fn open(&self, query: &str) {
        self.visit(query).await;
        self.page.settles().await;
    }

    /// Opens the form in Chinese for a template of the first project.
    pub async fn open_template(&self, id: i64) {
        self.open(&format!("lang=zh&bk_biz_id=2&template_id={id}"))
            .await;
    }

    /// What the browser kept of earlier visits is gone, and no page is open that
    /// could keep more.
    pub async fn forget(&self) {
        let address = format!("{}/config.json", self.address.borrow());
        self.page.driver.goto(address).await.expect("it opens");
        self.may_fail("favicon.ico");
        let script = "localStorage.clear(); sessionStorage.clear()";
        self.page.run(script, &[]).await;
    }

    /// Queues a fault for the next request to an endpoint.
    pub fn fault(&self, endpoint: &str, fault: Fault) {
        self.faults(endpoint, 1, fault);
    }

    pub fn faults(&self, endpoint: &str, times: u32, fault: Fault) {
        self.may_fail(endpoint);
        self.sandbox.add_fault(endpoint, times, fault);
    }

    /// Requests with this in their address may fail: the console may say so. In
    /// Firefox whatever it writes with this in it.
    pub fn may_fail(&self, part: &str) {
        self.provoked.borrow_mut().push(part.to_owned());
    }

    /// A day so many days ahead.
    pub fn day(&self, days: u64) -> String {
        date::in_days(self.sandbox.now(), days)
    }

    /// The requests to an endpoint, oldest first.
    pub fn requests(&self, endpoint: &str) -> Vec<LoggedRequest> {
        let mut requests = self.sandbox.requests();
        requests.retain(|request| request.endpoint == endpoint);
        requests
    }

    pub fn creations(&self) -> Vec<LoggedRequest> {
        self.requests("create_clocked_task")
    }

    pub async fn requests_are(&self, endpoint: &str, number: usize) {
        until(
            &format!("{number} requests to {endpoint}"),
            async || match self.requests(endpoint).len() {
                count if count == number => Ok(()),
                count => Err(format!("{count}")),
            },
        )
        .await;
    }

    /// Until the page has looked for a task as often as it does by itself: from
    /// then on it offers the review again. For a configuration with few looks.
    pub async fn looks_end(&self) {
        until_within(
            Duration::from_secs(40),
            "the looks to end",
            async || match self.page.has(&["button"], "重新核对").await {
                true => Ok(()),
                false => Err(self.page.text().await),
            },
        )
        .await;
    }

    /// The body of the only request to create.
    pub fn body(&self) -> String {
        let creations = self.creations();
        assert_eq!(creations.len(), 1, "requests to create");
        creations[0].body.clone()
    }

    pub fn body_json(&self) -> Value {
        serde_json::from_str(&self.body()).expect("a body is JSON")
    }

    /// The planned tasks in the sandbox, newest first.
    pub fn tasks(&self) -> Vec<Value> {
        match self.sandbox.tasks() {
            Some(Value::Array(tasks)) => tasks,
            other => panic!("no list of tasks: {other:?}"),
        }
    }
}
