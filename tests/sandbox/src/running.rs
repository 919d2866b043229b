//! A sandbox that runs, and in Rust what `/sandbox/` offers over HTTP.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::control;
use crate::fault::{Fault, QueuedFault};
use crate::options::Options;
use crate::request_log::LoggedRequest;
use crate::server;
use crate::start::schedule;
use crate::state::State;

pub struct Sandbox;

impl Sandbox {
    /// Opens the database, listens, and serves until the result is dropped.
    pub async fn start(options: Options) -> io::Result<Running> {
        let state = Arc::new(
            State::open(options)
                .map_err(|line| io::Error::new(io::ErrorKind::InvalidInput, line))?,
        );
        let listener = TcpListener::bind(state.options.listen).await?;
        let address = listener.local_addr()?;
        let mut tasks = vec![tokio::spawn(server::serve(listener, Arc::clone(&state)))];
        if state.options.start_tasks {
            tasks.push(tokio::spawn(schedule::run(Arc::clone(&state))));
        }
        Ok(Running {
            address,
            state,
            tasks,
        })
    }
}

/// Stops when it is dropped.
pub struct Running {
    address: SocketAddr,
    state: Arc<State>,
    tasks: Vec<JoinHandle<()>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

impl Running {
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:port`, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Back to the seed; clock, faults, log, configuration and user, too.
    pub fn reset(&self) -> Result<(), String> {
        self.state.reset()
    }

    pub fn add_fault(&self, endpoint: &str, times: u32, fault: Fault) {
        self.state.faults.add(QueuedFault {
            endpoint: endpoint.to_owned(),
            times,
            fault,
        });
    }

    pub fn clear_faults(&self) {
        self.state.faults.clear();
    }

    /// The requests to the API since the log was last cleared.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.state.log.list()
    }

    pub fn clear_requests(&self) {
        self.state.log.clear();
    }

    /// The server's idea of now.
    pub fn now(&self) -> DateTime<Utc> {
        self.state.now()
    }

    pub fn set_clock_skew(&self, skew: TimeDelta) -> Result<(), String> {
        self.state.set_skew(skew)
    }

    /// Who requests without credentials act as.
    pub fn act_as(&self, user: &str, app: &str) -> Result<(), String> {
        self.state.act_as(user, app)
    }

    /// Serves this text as `config.json`; without one, the file again.
    pub fn set_config(&self, text: Option<&str>) {
        self.state.set_config(text.map(str::to_owned));
    }

    /// The project's own groups of people, a list as for
    /// `PUT /sandbox/projects/ID/staff_groups`.
    pub fn set_staff_groups(&self, project_id: i64, json: &str) -> Result<(), String> {
        control::set_staff_groups(&self.state, project_id, json.as_bytes())
    }

    /// Adds or replaces a template, given as for `POST /sandbox/templates`.
    pub fn add_template(&self, json: &str) -> Result<i64, String> {
        control::add_template(&self.state, json.as_bytes())
    }

    /// Whether there is such a template to touch.
    pub fn touch_template(&self, id: i64, editor: &str) -> Result<bool, String> {
        let now = self.state.now();
        self.state
            .with_store(|store| store.touch_template(id, editor, now))
            .map_err(|error| error.to_string())
    }

    /// Stores a clocked task as given, as `POST /sandbox/tasks` does.
    pub fn add_task(&self, json: &str) -> Result<i64, String> {
        control::add_task(&self.state, json.as_bytes())
    }

    /// Takes a clocked task away, as somebody who deletes it in bk-sops does.
    pub fn delete_task(&self, id: i64) -> Result<(), String> {
        self.state
            .with_store(|store| store.delete_task(id))
            .map_err(|error| error.to_string())
    }

    /// The text of a task with its start result; it is not JSON when NaN is in it.
    pub fn task_text(&self, id: i64) -> Option<String> {
        control::show_task(&self.state, id).ok().flatten()
    }

    pub fn task(&self, id: i64) -> Option<Value> {
        serde_json::from_str(&self.task_text(id)?).ok()
    }

    /// All tasks with their start results, newest first.
    pub fn tasks(&self) -> Option<Value> {
        serde_json::from_str(&control::list_tasks(&self.state).ok()?).ok()
    }

    /// Starts a task now, whatever its planned instant, and returns it.
    pub fn start_task(&self, id: i64) -> Option<Value> {
        self.state.start_now(id).ok()??;
        self.task(id)
    }
}
