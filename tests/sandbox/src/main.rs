//! Runs the sandbox until it is interrupted. A bad flag or value ends it with one line and
//! status 2.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use sandbox::{Options, QueuedFault, Sandbox};

/// A stand-in for bk-sops behind its API gateway, and the page on the same port.
#[derive(Parser)]
#[command(version)]
struct Flags {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,

    /// The built page.
    #[arg(long, value_name = "DIR", default_value = "dist")]
    dist: PathBuf,

    /// Keep the tables in this file instead of in memory.
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,

    /// A fault to begin with, as for POST /sandbox/faults. May be repeated.
    #[arg(long, value_name = "JSON", value_parser = QueuedFault::parse)]
    fault: Vec<QueuedFault>,

    /// The user that requests without credentials act as.
    #[arg(long, value_name = "NAME", default_value = "alice")]
    user: String,

    /// Who may frame the page.
    #[arg(long, value_name = "SOURCES", default_value = "'self'")]
    frame_ancestors: String,

    /// What the served files may frame, for a portal in the page's place.
    #[arg(long, value_name = "SOURCES")]
    frame_src: Option<String>,

    /// Some planned tasks to look at.
    #[arg(long)]
    demo: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let flags = match Flags::try_parse() {
        Ok(flags) => flags,
        Err(error) if !error.use_stderr() => error.exit(),
        Err(error) => {
            return unusable(
                error
                    .to_string()
                    .lines()
                    .next()
                    .unwrap_or_default()
                    .trim_start_matches("error: "),
            );
        }
    };
    let listen = flags.listen;
    let options = Options {
        listen,
        dist: flags.dist,
        db: flags.db,
        faults: flags.fault,
        user: flags.user,
        frame_ancestors: flags.frame_ancestors,
        frame_src: flags.frame_src,
        demo: flags.demo,
        ..Options::default()
    };
    let running = match Sandbox::start(options).await {
        Ok(running) => running,
        Err(error) if error.kind() == ErrorKind::InvalidInput => {
            return unusable(&error.to_string());
        }
        Err(error) => return unusable(&format!("cannot listen on {listen}: {error}")),
    };
    println!("{}/", running.url());
    match tokio::signal::ctrl_c().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => unusable(&format!("cannot wait for an interrupt: {error}")),
    }
}

fn unusable(line: &str) -> ExitCode {
    eprintln!("sandbox: {line}");
    ExitCode::from(2)
}
