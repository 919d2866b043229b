//! The way behind nginx as `docs/deploy.md` tells it, step by step: its own
//! commands, in a directory that stands for the root of a machine.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Child, Command};

use e2e::stage::dist;
use e2e::wait::until;
use sandbox::{Options, Running, Sandbox};
use tempfile::TempDir;

use crate::holds_no_credentials;
use crate::pages::{blocks_that_are, root};
use crate::server::{CODE, SECRET, free_address};

/// What the page's reader has, and this machine has not.
const PAGE: &str = "ops.acme.example";
const GATEWAY: &str = "https://bkapi.acme.example";

/// Every byte that nginx sent: with TLS they cannot be read between it and who asks.
const SENT: &str = "sent";

struct Machine {
    directory: TempDir,
    gateway: Running,
    port: u16,
    memory: String,
    nginx: Option<Child>,
}

impl Drop for Machine {
    fn drop(&mut self) {
        let Some(nginx) = &mut self.nginx else {
            return;
        };
        // Not killed: its workers would outlive it.
        let pid = nginx.id().to_string();
        let _ = Command::new("kill").args(["-TERM", &pid]).status();
        let _ = nginx.wait();
    }
}

impl Machine {
    async fn new() -> Machine {
        let options = Options {
            proxy: false,
            ..Options::default()
        };
        let machine = Machine {
            directory: tempfile::tempdir().unwrap(),
            gateway: Sandbox::start(options).await.unwrap(),
            port: free_address().port(),
            memory: free_address().to_string(),
            nginx: None,
        };
        // What Debian's package leaves.
        for folder in [
            "etc/nginx/conf.d",
            "var/log/nginx",
            "var/lib/nginx",
            "etc/ssl/clocked",
            "srv",
        ] {
            std::fs::create_dir_all(machine.path(folder)).unwrap();
        }
        machine.write_main();
        machine
    }

    fn path(&self, below: &str) -> String {
        self.directory.path().join(below).display().to_string()
    }

    /// What Debian's nginx.conf says.
    fn write_main(&self) {
        let root = self.directory.path().display();
        let mut text =
            format!("user root;\npid {root}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n");
        for name in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
            writeln!(text, "{name}_temp_path {root}/{name};").unwrap();
        }
        write!(
            text,
            "include /etc/nginx/mime.types;\ninclude {root}/etc/nginx/conf.d/*.conf;\n}}\n"
        )
        .unwrap();
        std::fs::write(self.path("etc/nginx/nginx.conf"), text).unwrap();
    }

    /// Runs the lines of a block, with this directory in the place of the root and this nginx in
    /// that of the machine's, and gives what they say. What nginx sent, heads and all, is kept.
    fn run(&self, commands: &str) -> String {
        let root = self.directory.path().display().to_string();
        let mut commands =
            commands.replace("cp -R dist/.", &format!("cp -R {}/.", dist().display()));
        for folder in ["/etc/", "/srv/"] {
            commands = commands.replace(&format!(" {folder}"), &format!(" {root}{folder}"));
        }
        let script = format!(
            "nginx() {{ command nginx -p {root} -c {root}/etc/nginx/nginx.conf -e stderr \"$@\"; }}
             systemctl() {{ [ \"$*\" = 'reload nginx' ]; }}
             curl() {{
                 command curl --silent --show-error --insecure --include --connect-to '::127.0.0.1:{}' \"$@\" >{root}/answer
                 cat {root}/answer >>{root}/{SENT}
                 sed '1,/^\r$/d' {root}/answer
                 echo
             }}
             {commands}",
            self.port
        );
        let mut shell = Command::new("sh");
        let output = shell
            .args(["-ec", &script])
            .current_dir(crate::pages::root())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{commands}: {told}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// What the page tells to do by hand, and what a machine with other servers on it needs.
    fn set_by_hand(&self) {
        let root = self.directory.path().display().to_string();
        self.edit(
            "etc/nginx/clocked/credentials.conf",
            &[
                ("\"clocked\"", &format!("\"{CODE}\"")),
                ("00000000-0000-0000-0000-000000000000", SECRET),
            ],
        );
        self.edit(
            "etc/nginx/clocked/listen.conf",
            &[
                (
                    "listen 443 ssl;",
                    &format!("listen 127.0.0.1:{} ssl;", self.port),
                ),
                ("listen [::]:443 ssl;", ""),
                (" /etc/ssl/clocked/", &format!(" {root}/etc/ssl/clocked/")),
            ],
        );
        self.edit(
            "etc/nginx/conf.d/clocked.conf",
            &[
                (GATEWAY, &self.gateway.url()),
                ("127.0.0.1:8999", &self.memory),
                (
                    " /etc/nginx/clocked/",
                    &format!(" {root}/etc/nginx/clocked/"),
                ),
                (" /srv/clocked/", &format!(" {root}/srv/clocked/")),
                (" /var/", &format!(" {root}/var/")),
            ],
        );
        let names = ["key", "pem"].map(|name| format!("etc/ssl/clocked/{PAGE}.{name}"));
        let [key, certificate] = names.map(|name| self.path(&name));
        let subject = format!("/CN={PAGE}");
        let made = Command::new("openssl")
            .args([
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
            ])
            .args(["-subj", &subject, "-keyout", &key, "-out", &certificate])
            .output();
        assert!(
            made.is_ok_and(|made| made.status.success()),
            "openssl makes a certificate"
        );
    }

    /// Replaces each of the texts, which all stand in the file.
    fn edit(&self, file: &str, replaced: &[(&str, &str)]) {
        let path = self.path(file);
        let mut text = std::fs::read_to_string(&path).unwrap();
        for (old, new) in replaced {
            assert!(text.contains(old), "{file} has no {old:?}");
            text = text.replace(old, new);
        }
        std::fs::write(path, text).unwrap();
    }

    async fn start(&mut self) {
        let configuration = self.path("etc/nginx/nginx.conf");
        let mut nginx = Command::new("nginx");
        nginx.arg("-p").arg(self.directory.path()).args([
            "-e",
            "stderr",
            "-g",
            "daemon off;",
            "-c",
        ]);
        self.nginx = Some(nginx.arg(configuration).spawn().unwrap());
        let address = ("127.0.0.1", self.port);
        until("nginx to listen", async || {
            let connected = tokio::net::TcpStream::connect(address).await;
            connected.map(drop).map_err(|error| error.to_string())
        })
        .await;
    }
}

/// The blocks one after the other; the last one looks at the result.
#[tokio::test(flavor = "multi_thread")]
async fn the_steps_lead_behind_nginx() {
    let steps = blocks_that_are("sh nginx");
    let [copy, name, reload, look] = &steps[..] else {
        panic!("{} steps", steps.len());
    };
    let mut machine = Machine::new().await;
    machine.run(&copy.text);
    let secret = machine.path("etc/nginx/clocked/credentials.conf");
    assert!(
        is_private(Path::new(&secret)),
        "whoever can read it has the secret"
    );
    machine.run(&name.text);
    machine.set_by_hand();
    machine.run(&reload.text);
    machine.start().await;
    let told = machine.run(&look.text.replace("YOURS", "token-alice"));
    let answers: Vec<&str> = told.lines().filter(|line| !line.is_empty()).collect();
    let [configuration, refusal, projects] = answers[..] else {
        panic!("{told}");
    };
    let shipped = std::fs::read_to_string(root().join("docs/config.json")).unwrap();
    assert_eq!(configuration, shipped.trim());
    assert!(refusal.contains("no usable cookie bk_token"), "{refusal}");
    assert!(projects.contains("demo-biz"), "{projects}");
    let sent = std::fs::read(machine.path(SENT)).unwrap();
    holds_no_credentials(&sent);
    let heads = String::from_utf8_lossy(&sent).matches("HTTP/1.1 ").count();
    assert_eq!(heads, answers.len(), "each answer with its head");
}

fn is_private(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().unwrap().permissions().mode() & 0o077 == 0
}
