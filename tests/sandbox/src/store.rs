//! The tables: users, applications, projects, templates with their schemes, clocked tasks and
//! what became of them. Every answer is computed from here.

mod clocked_task;
mod project;
mod template;
mod user;

use std::path::Path;

use chrono::{DateTime, Utc};
use rusqlite::Connection;

pub use clocked_task::{ClockedTask, Filter, NewTask, StartResult};
pub use project::Project;
pub use template::{NewTemplate, Scheme, Source, Template};
pub use user::{App, Role, User};

pub struct Store {
    connection: Connection,
}

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS user (
        name TEXT PRIMARY KEY,
        role TEXT NOT NULL,
        project_id INTEGER
    );
    CREATE TABLE IF NOT EXISTS app (
        code TEXT PRIMARY KEY,
        secret TEXT NOT NULL,
        trusted INTEGER NOT NULL
    );
    CREATE TABLE IF NOT EXISTS project (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        bk_biz_id INTEGER NOT NULL,
        from_cmdb INTEGER NOT NULL,
        is_disable INTEGER NOT NULL,
        time_zone TEXT NOT NULL,
        creator TEXT NOT NULL,
        create_at INTEGER NOT NULL
    );
    CREATE TABLE IF NOT EXISTS staff_group (
        project_id INTEGER PRIMARY KEY,
        list TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS template (
        source TEXT NOT NULL,
        id INTEGER NOT NULL,
        project_id INTEGER,
        name TEXT NOT NULL,
        category TEXT NOT NULL,
        description TEXT NOT NULL,
        creator TEXT NOT NULL,
        create_time INTEGER NOT NULL,
        editor TEXT NOT NULL,
        edit_time INTEGER NOT NULL,
        version TEXT NOT NULL,
        is_deleted INTEGER NOT NULL,
        pipeline_tree TEXT NOT NULL,
        schema TEXT NOT NULL,
        PRIMARY KEY (source, id)
    );
    CREATE TABLE IF NOT EXISTS scheme (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        template_id INTEGER NOT NULL,
        name TEXT NOT NULL,
        data TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS default_scheme (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        project_id INTEGER NOT NULL,
        template_id INTEGER NOT NULL,
        scheme_ids TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS clocked_task (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        project_id INTEGER NOT NULL,
        task_id INTEGER,
        task_name TEXT NOT NULL,
        template_id INTEGER NOT NULL,
        template_name TEXT NOT NULL,
        template_source TEXT NOT NULL,
        clocked_task_id INTEGER,
        creator TEXT NOT NULL,
        create_time INTEGER NOT NULL,
        editor TEXT NOT NULL,
        edit_time INTEGER NOT NULL,
        plan_start_time INTEGER NOT NULL,
        task_params TEXT NOT NULL,
        state TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS clocked_task_due ON clocked_task (state, plan_start_time);
    CREATE TABLE IF NOT EXISTS start_result (
        clocked_task INTEGER PRIMARY KEY,
        task_id INTEGER,
        task_name TEXT NOT NULL,
        executed_nodes TEXT NOT NULL,
        constants TEXT NOT NULL,
        constants_with_meta TEXT NOT NULL,
        error TEXT
    );
";

const NAMES: [&str; 9] = [
    "user",
    "app",
    "project",
    "staff_group",
    "template",
    "scheme",
    "default_scheme",
    "clocked_task",
    "start_result",
];

impl Store {
    /// A database in memory, or the one in `file`, with its tables.
    pub fn open(file: Option<&Path>) -> rusqlite::Result<Store> {
        let connection = match file {
            Some(file) => Connection::open(file)?,
            None => Connection::open_in_memory()?,
        };
        connection.execute_batch(TABLES)?;
        Ok(Store { connection })
    }

    pub fn is_empty(&self) -> rusqlite::Result<bool> {
        self.connection
            .query_row("SELECT NOT EXISTS (SELECT 1 FROM project)", [], |row| {
                row.get(0)
            })
    }

    /// Runs `change` in one transaction.
    pub fn all_or_nothing(
        &self,
        change: impl FnOnce(&Store) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        let transaction = self.connection.unchecked_transaction()?;
        change(self)?;
        transaction.commit()
    }

    /// Every row away, and the counters of the ids back to one.
    pub fn clear(&self) -> rusqlite::Result<()> {
        for name in NAMES {
            self.connection
                .execute(&format!("DELETE FROM {name}"), [])?;
        }
        self.connection
            .execute("DELETE FROM sqlite_sequence", [])
            .map(drop)
    }
}

/// Instants are stored as microseconds of the Unix epoch.
fn micros(instant: DateTime<Utc>) -> i64 {
    instant.timestamp_micros()
}

fn instant(row: &rusqlite::Row, column: &str) -> rusqlite::Result<DateTime<Utc>> {
    let micros = row.get(column)?;
    DateTime::from_timestamp_micros(micros)
        .ok_or(rusqlite::Error::IntegralValueOutOfRange(0, micros))
}

/// `text` within a LIKE pattern: its own `%` and `_` mean themselves.
fn like(text: &str) -> String {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    format!("%{escaped}%")
}
