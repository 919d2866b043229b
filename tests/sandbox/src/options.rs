//! How a sandbox is set up.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use crate::fault::QueuedFault;

#[derive(Clone, Debug)]
pub struct Options {
    /// Port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where the built page is.
    pub dist: PathBuf,
    /// The database; in memory without it.
    pub db: Option<PathBuf>,
    /// Queued from the start.
    pub faults: Vec<QueuedFault>,
    /// The user that requests without credentials act as.
    pub user: String,
    /// The application that requests without credentials act as.
    pub app: String,
    /// Who may frame the page: the sources of the CSP's `frame-ancestors`.
    pub frame_ancestors: String,
    /// What the served files may frame: the sources of the CSP's `frame-src`. For a portal in the
    /// page's place.
    pub frame_src: Option<String>,
    /// Some planned tasks to look at.
    pub demo: bool,
    /// Whether tasks start at their instant; if not, only when told to.
    pub start_tasks: bool,
    /// Whether a request without credentials is taken as one that the portal's proxy completed.
    /// If not, it is refused as the gateway and the login page would.
    pub proxy: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            dist: PathBuf::from("dist"),
            db: None,
            faults: Vec::new(),
            user: "alice".to_owned(),
            app: "app_test".to_owned(),
            frame_ancestors: "'self'".to_owned(),
            frame_src: None,
            demo: false,
            start_tasks: true,
            proxy: true,
        }
    }
}
