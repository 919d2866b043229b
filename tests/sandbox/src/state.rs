//! What one sandbox holds. Nothing of it is shared with another in the same process.

use std::sync::Mutex;

use axum::http::HeaderValue;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Notify;

use crate::clock::Clock;
use crate::fault::Faults;
use crate::options::Options;
use crate::request_log::RequestLog;
use crate::seed;
use crate::start;
use crate::store::{ClockedTask, StartResult, Store};
use crate::user::Caller;

pub struct State {
    pub options: Options,
    pub clock: Clock,
    pub faults: Faults,
    pub log: RequestLog,
    store: Mutex<Store>,
    /// Name of the user and code of the application that requests without credentials act as.
    proxy: Mutex<(String, String)>,
    /// What is served as `config.json` instead of the file.
    config: Mutex<Option<String>>,
    /// Wakes the schedule: a task came, went or moved, or the clock did.
    pub wake: Notify,
}

impl State {
    /// Opens the database and fills an empty one with the seed.
    pub fn open(options: Options) -> Result<State, String> {
        for sources in [Some(&options.frame_ancestors), options.frame_src.as_ref()] {
            let Some(sources) = sources else { continue };
            if sources.contains(';') || HeaderValue::from_str(sources).is_err() {
                return Err(format!("{sources:?} cannot be the sources of a policy"));
            }
        }
        let file = options.db.as_deref();
        let name = || file.map_or_else(|| "memory".to_owned(), |file| file.display().to_string());
        let store = Store::open(file)
            .and_then(|store| {
                if store.is_empty()? {
                    seed::fill(&store, Utc::now(), options.demo)?;
                }
                Ok(store)
            })
            .map_err(|error| format!("the database in {} cannot be used: {error}", name()))?;
        let state = State {
            clock: Clock::default(),
            faults: Faults::default(),
            log: RequestLog::default(),
            store: Mutex::new(store),
            proxy: Mutex::new((options.user.clone(), options.app.clone())),
            config: Mutex::new(None),
            wake: Notify::new(),
            options,
        };
        state
            .options
            .faults
            .iter()
            .for_each(|fault| state.faults.add(fault.clone()));
        state.act_as(&state.options.user.clone(), &state.options.app.clone())?;
        Ok(state)
    }

    /// Does something with the tables, alone.
    pub fn with_store<T>(&self, work: impl FnOnce(&Store) -> T) -> T {
        work(&crate::locked(&self.store))
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Back to the seed; the clock, faults, log, configuration and user, too.
    pub fn reset(&self) -> Result<(), String> {
        self.set_skew(TimeDelta::zero())?;
        self.faults.clear();
        self.log.clear();
        self.set_config(None);
        let now = self.now();
        let demo = self.options.demo;
        self.with_store(|store| {
            store.all_or_nothing(|store| store.clear())?;
            seed::fill(store, now, demo)
        })
        .map_err(|error| error.to_string())?;
        self.act_as(&self.options.user, &self.options.app)
    }

    pub fn set_skew(&self, skew: TimeDelta) -> Result<(), String> {
        self.clock.set_skew(skew)?;
        self.wake.notify_one();
        Ok(())
    }

    pub fn act_as(&self, user: &str, app: &str) -> Result<(), String> {
        self.caller_named(user, app)?;
        *crate::locked(&self.proxy) = (user.to_owned(), app.to_owned());
        Ok(())
    }

    /// Who requests without credentials act as.
    pub fn proxy_names(&self) -> (String, String) {
        crate::locked(&self.proxy).clone()
    }

    pub fn proxy_caller(&self) -> Option<Caller> {
        let (user, app) = self.proxy_names();
        self.caller_named(&user, &app).ok()
    }

    fn caller_named(&self, user: &str, app: &str) -> Result<Caller, String> {
        let found =
            self.with_store(|store| Ok::<_, rusqlite::Error>((store.user(user)?, store.app(app)?)));
        let (found_user, found_app) = found.map_err(|error| error.to_string())?;
        let user = found_user.ok_or_else(|| format!("there is no user {user}"))?;
        let app = found_app.ok_or_else(|| format!("there is no application {app}"))?;
        Ok(Caller { user, app })
    }

    pub fn set_config(&self, text: Option<String>) {
        *crate::locked(&self.config) = text;
    }

    pub fn config(&self) -> Option<String> {
        crate::locked(&self.config).clone()
    }

    /// Starts every task that is due.
    pub fn start_due(&self) -> rusqlite::Result<()> {
        let now = self.now();
        self.with_store(|store| {
            store
                .due_tasks(now)?
                .iter()
                .try_for_each(|task| start::start(store, task, now).map(drop))
        })
    }

    /// Starts a task now, whatever its planned instant.
    pub fn start_now(&self, id: i64) -> rusqlite::Result<Option<StartResult>> {
        let now = self.now();
        self.with_store(|store| {
            store
                .task(id)?
                .map(|task| start::start(store, &task, now))
                .transpose()
        })
    }

    pub fn task(&self, id: i64) -> rusqlite::Result<Option<(ClockedTask, Option<StartResult>)>> {
        self.with_store(|store| match store.task(id)? {
            Some(task) => Ok(Some((task, store.start_result(id)?))),
            None => Ok(None),
        })
    }
}
