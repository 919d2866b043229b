//! The web servers of `docs/`, started with the very files there. Replaced in
//! them is only what their first lines tell to replace.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use e2e::Stage;
use e2e::stage::dist;
use e2e::wait::until;
use tempfile::TempDir;
use tokio::net::TcpStream;

use crate::relay::Relay;

pub const CODE: &str = "app_test";
pub const SECRET: &str = "secret_test";

/// Where Debian's package `libnginx-mod-http-brotli-static` puts it.
const BROTLI: &str = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Nginx,
    Caddy,
}

/// Where a server is to be, and what it is to know.
pub struct Place<'a> {
    /// Of the page: `/` or `/tools/clocked/`.
    pub path: &'a str,
    /// An origin that may frame the page.
    pub portal: &'a str,
    /// What stands in `config.json`, if not what is shipped.
    pub config: Option<&'a str>,
    /// Whether the line that the example of nginx only offers is switched on.
    pub brotli: bool,
}

pub const BELOW: Place = Place {
    path: "/tools/clocked/",
    portal: "https://portal.example.com",
    config: None,
    brotli: false,
};

/// A server in front of the stage's sandbox. Ends with the value.
pub struct Server {
    pub kind: Kind,
    pub relay: Relay,
    /// Of the page, as the browser sees it.
    pub origin: String,
    pub path: String,
    listen: SocketAddr,
    /// As it runs now.
    process: RefCell<Child>,
    command: RefCell<Command>,
    directory: TempDir,
}

impl Server {
    /// Starts one and brings the browser of the stage to it, logged in.
    pub async fn start(t: &Stage, kind: Kind, place: &Place<'_>) -> Server {
        let directory = tempfile::tempdir().unwrap();
        // The browser's address is known before the server's configuration is written.
        let front = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", front.local_addr().unwrap());
        let listen = free_address();
        let setting = Setting {
            directory: directory.path(),
            listen,
            memory: free_address(),
            gateway: t.sandbox.url(),
            origin: &origin,
            place,
        };
        let mut command = match kind {
            Kind::Nginx => nginx(&setting),
            Kind::Caddy => caddy(&setting),
        };
        let log = File::create(directory.path().join("output")).unwrap();
        command
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log);
        let server = Server {
            kind,
            relay: Relay::start(front, listen),
            origin,
            path: place.path.to_owned(),
            listen,
            process: RefCell::new(spawn(&mut command)),
            command: RefCell::new(command),
            directory,
        };
        server.listens().await;
        t.is_behind(&server.page());
        server
    }

    async fn listens(&self) {
        until("the server to listen", async || {
            match TcpStream::connect(self.listen).await {
                Ok(_) => Ok(()),
                Err(_) => Err(self.output()),
            }
        })
        .await;
    }

    /// Ends it and starts it again, with what it left on disk.
    pub async fn restart(&self) {
        self.end();
        let process = spawn(&mut self.command.borrow_mut());
        *self.process.borrow_mut() = process;
        self.listens().await;
    }

    fn end(&self) {
        let mut process = self.process.borrow_mut();
        // Not killed: the workers of nginx would outlive it.
        let pid = process.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status();
        if !told.is_ok_and(|status| status.success()) {
            let _ = process.kill();
        }
        let _ = process.wait();
    }

    /// The address of the page, with a slash at the end.
    pub fn page(&self) -> String {
        format!("{}{}", self.origin, self.path)
    }

    pub fn authority(&self) -> &str {
        self.origin.trim_start_matches("http://")
    }

    /// What the server has told.
    fn output(&self) -> String {
        ["output", "error.log", "clocked.log"]
            .iter()
            .filter_map(|name| std::fs::read_to_string(self.directory.path().join(name)).ok())
            .collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
        if std::thread::panicking() {
            eprintln!("{:?} told:\n{}", self.kind, self.output());
        }
    }
}

fn spawn(command: &mut Command) -> Child {
    command.spawn().unwrap_or_else(|error| {
        panic!("{command:?} does not start ({error}); `.ci/tools.sh test` installs it")
    })
}

struct Setting<'a> {
    directory: &'a Path,
    listen: SocketAddr,
    /// Where nginx asks itself about clicks.
    memory: SocketAddr,
    /// Of the gateway, without a slash at the end.
    gateway: String,
    origin: &'a str,
    place: &'a Place<'a>,
}

impl Setting<'_> {
    /// A file of `docs/` with this place's names in the example's.
    fn fill(&self, file: &str) -> String {
        let mut text = example(file);
        let site = format!("{}/", self.site().display());
        let directory = format!("{}/", self.directory.display());
        let memory = self.memory.to_string();
        for (name, own) in [
            ("https://ops.example.com", self.origin),
            ("https://portal.example.com", self.place.portal),
            ("https://bkapi.example.com", &self.gateway),
            ("/tools/clocked/", self.place.path),
            ("/srv/clocked/", &site),
            ("/etc/nginx/clocked/", &directory),
            ("/etc/caddy/clocked/", &directory),
            ("/var/log/nginx/", &directory),
            ("/var/lib/nginx/", &directory),
            ("127.0.0.1:8999", &memory),
        ] {
            text = text.replace(name, own);
        }
        text
    }

    /// The build, or a copy of it with a configuration of its own.
    fn site(&self) -> PathBuf {
        let build = dist().canonicalize().unwrap();
        let Some(config) = self.place.config else {
            return build;
        };
        let copy = self.directory.join("site");
        std::fs::create_dir_all(&copy).unwrap();
        for file in std::fs::read_dir(build).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), copy.join(file.file_name())).unwrap();
        }
        std::fs::write(copy.join("config.json"), config).unwrap();
        copy
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.directory.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

pub fn example(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    std::fs::read_to_string(path.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Another's port in the next moment, but then the server does not start.
pub fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

/// With the line that the example only offers, since Debian has its module in a
/// package of its own.
fn with_brotli(clocked: &str) -> String {
    assert!(
        Path::new(BROTLI).is_file(),
        "no {BROTLI}; `.ci/tools.sh test` installs it"
    );
    let with = clocked.replace("#brotli_static on;", "brotli_static on;");
    assert_eq!(with.len() + 1, clocked.len(), "the example offers it");
    with
}

/// What Debian's nginx.conf says around the file, with everything that is
/// written in the directory.
fn nginx(setting: &Setting) -> Command {
    let directory = setting.directory.display();
    let mut clocked = setting.fill("nginx/clocked.conf");
    let mut main = String::new();
    if setting.place.brotli {
        clocked = with_brotli(&clocked);
        main = format!("load_module {BROTLI};\n");
    }
    setting.write("clocked.conf", &clocked);
    setting.write("listen.conf", &format!("listen {};\n", setting.listen));
    setting.write(
        "credentials.conf",
        &setting
            .fill("nginx/credentials.conf")
            .replace("\"clocked\"", &format!("\"{CODE}\""))
            .replace("00000000-0000-0000-0000-000000000000", SECRET),
    );
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|name| format!("  {name}_temp_path {directory}/{name};\n"))
        .collect();
    write!(
        main,
        // The workers read what only its owner can read.
        "user root;\n\
         worker_processes 2;\n\
         daemon off;\n\
         pid {directory}/pid;\n\
         error_log {directory}/error.log;\n\
         events {{}}\n\
         http {{\n\
         {temporary}  include /etc/nginx/mime.types;\n\
         \x20 default_type application/octet-stream;\n\
         \x20 sendfile on;\n\
         \x20 gzip on;\n\
         \x20 include {directory}/clocked.conf;\n\
         }}\n"
    )
    .unwrap();
    let main = setting.write("nginx.conf", &main);
    let mut command = Command::new("nginx");
    command
        .arg("-c")
        .arg(main)
        .arg("-p")
        .arg(setting.directory)
        .arg("-e")
        .arg(setting.directory.join("error.log"));
    command
}

fn caddy(setting: &Setting) -> Command {
    // The browser's origin is the relay's; the server has a port of its own.
    let site = setting.fill("caddy/Caddyfile").replace(
        &format!("\n{} {{", setting.origin),
        &format!("\nhttp://{} {{", setting.listen),
    );
    let file = setting.write("Caddyfile", &site);
    let mut command = Command::new("caddy");
    command
        .arg("run")
        .arg("--adapter")
        .arg("caddyfile")
        .arg("--config")
        .arg(file)
        .env("CLOCKED_APP_CODE", CODE)
        .env("CLOCKED_APP_SECRET", SECRET)
        .env("XDG_DATA_HOME", setting.directory)
        .env("XDG_CONFIG_HOME", setting.directory);
    command
}
