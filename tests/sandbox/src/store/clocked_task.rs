//! Clocked tasks and the results of their start.

use chrono::{DateTime, Utc};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, ToSql, params, params_from_iter};

use super::{Store, instant, like, micros};
use crate::json::{Json, dumps, loads};

#[derive(Clone, Debug)]
pub struct ClockedTask {
    pub id: i64,
    pub project_id: i64,
    /// The task that came of it, once it has started.
    pub task_id: Option<i64>,
    pub task_name: String,
    pub template_id: i64,
    pub template_name: String,
    pub template_source: String,
    pub clocked_task_id: Option<i64>,
    pub creator: String,
    pub create_time: DateTime<Utc>,
    pub editor: String,
    pub edit_time: DateTime<Utc>,
    pub plan_start_time: DateTime<Utc>,
    /// The text of `task_parameters`.
    pub task_params: String,
    /// `not_started`, `started` or `start_failed`.
    pub state: String,
}

#[derive(Clone, Debug)]
pub struct NewTask {
    pub project_id: i64,
    pub template_id: i64,
    pub template_name: String,
    pub task_name: String,
    pub task_params: String,
    pub plan_start_time: DateTime<Utc>,
    pub creator: String,
}

/// What the start routine did with a task.
#[derive(Clone, Debug, PartialEq)]
pub struct StartResult {
    /// The name of the task that started, with its time stamp.
    pub task_name: String,
    /// Id and name of each node that runs, in the order of the template.
    pub executed_nodes: Json,
    /// The value of each constant that survives the preview.
    pub constants: Json,
    pub constants_with_meta: Json,
    pub error: Option<String>,
}

/// Conditions that all must hold.
#[derive(Default)]
pub struct Filter {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Filter {
    /// `column` is never text from a request.
    pub fn compare(&mut self, column: &str, operator: &str, value: impl Into<Value>) {
        self.conditions.push(format!("{column} {operator} ?"));
        self.values.push(value.into());
    }

    /// Without regard to the case of ASCII letters.
    pub fn contains(&mut self, column: &str, text: &str) {
        self.conditions.push(format!("{column} LIKE ? ESCAPE '\\'"));
        self.values.push(like(text).into());
    }

    fn sql(&self) -> String {
        if self.conditions.is_empty() {
            "1".to_owned()
        } else {
            self.conditions.join(" AND ")
        }
    }
}

impl Store {
    pub fn create_task(&self, new: &NewTask, now: DateTime<Utc>) -> rusqlite::Result<ClockedTask> {
        let query = "INSERT INTO clocked_task (project_id, task_name, template_id, template_name, template_source,
                creator, create_time, editor, edit_time, plan_start_time, task_params, state)
            VALUES (?1, ?2, ?3, ?4, 'project', ?5, ?6, '', ?6, ?7, ?8, 'not_started')";
        let row = params![
            new.project_id,
            new.task_name,
            new.template_id,
            new.template_name,
            new.creator,
            micros(now),
            micros(new.plan_start_time),
            new.task_params,
        ];
        self.connection.execute(query, row)?;
        let id = self.connection.last_insert_rowid();
        self.connection.execute(
            "UPDATE clocked_task SET clocked_task_id = id WHERE id = ?",
            [id],
        )?;
        self.task(id)?.ok_or(rusqlite::Error::QueryReturnedNoRows)
    }

    /// Stores every field as it is, under its id.
    pub fn put_task(&self, task: &ClockedTask) -> rusqlite::Result<()> {
        let query = "INSERT OR REPLACE INTO clocked_task (id, project_id, task_id, task_name, template_id,
                template_name, template_source, clocked_task_id, creator, create_time, editor, edit_time,
                plan_start_time, task_params, state)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        let row = params![
            task.id,
            task.project_id,
            task.task_id,
            task.task_name,
            task.template_id,
            task.template_name,
            task.template_source,
            task.clocked_task_id,
            task.creator,
            micros(task.create_time),
            task.editor,
            micros(task.edit_time),
            micros(task.plan_start_time),
            task.task_params,
            task.state,
        ];
        self.connection.execute(query, row).map(drop)
    }

    pub fn next_task_id(&self) -> rusqlite::Result<i64> {
        let query =
            "SELECT COALESCE(MAX(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'clocked_task'";
        self.connection.query_row(query, [], |row| row.get(0))
    }

    pub fn task(&self, id: i64) -> rusqlite::Result<Option<ClockedTask>> {
        self.connection
            .query_row("SELECT * FROM clocked_task WHERE id = ?", [id], read)
            .optional()
    }

    pub fn delete_task(&self, id: i64) -> rusqlite::Result<()> {
        self.connection
            .execute("DELETE FROM clocked_task WHERE id = ?", [id])
            .map(drop)
    }

    pub fn count_tasks(&self, filter: &Filter) -> rusqlite::Result<i64> {
        let query = format!("SELECT COUNT(*) FROM clocked_task WHERE {}", filter.sql());
        self.connection
            .query_row(&query, params_from_iter(&filter.values), |row| row.get(0))
    }

    /// Newest first; no limit means all.
    pub fn tasks(
        &self,
        filter: &Filter,
        offset: i64,
        limit: Option<i64>,
    ) -> rusqlite::Result<Vec<ClockedTask>> {
        let query = format!(
            "SELECT * FROM clocked_task WHERE {} ORDER BY id DESC LIMIT ? OFFSET ?",
            filter.sql()
        );
        let mut query = self.connection.prepare_cached(&query)?;
        let limit = limit.unwrap_or(-1);
        let page: [&dyn ToSql; 2] = [&limit, &offset];
        let values = filter
            .values
            .iter()
            .map(|value| value as &dyn ToSql)
            .chain(page);
        query.query_map(params_from_iter(values), read)?.collect()
    }

    /// Tasks that should have started by now, the earliest first.
    pub fn due_tasks(&self, now: DateTime<Utc>) -> rusqlite::Result<Vec<ClockedTask>> {
        let mut query = self.connection.prepare_cached(
            "SELECT * FROM clocked_task WHERE state = 'not_started' AND plan_start_time <= ? ORDER BY plan_start_time, id",
        )?;
        query.query_map([micros(now)], read)?.collect()
    }

    /// When the next task is to start.
    pub fn next_due(&self) -> rusqlite::Result<Option<DateTime<Utc>>> {
        let query = "SELECT MIN(plan_start_time) FROM clocked_task WHERE state = 'not_started'";
        let micros: Option<i64> = self.connection.query_row(query, [], |row| row.get(0))?;
        Ok(micros.and_then(DateTime::from_timestamp_micros))
    }

    /// Keeps the result; a success gives the task its `task_id` and state, a failure only the state.
    pub fn record_start(&self, id: i64, result: &StartResult) -> rusqlite::Result<()> {
        let query = "INSERT OR REPLACE INTO start_result
                (clocked_task, task_id, task_name, executed_nodes, constants, constants_with_meta, error)
            SELECT ?1, CASE WHEN ?6 IS NULL THEN COALESCE(MAX(task_id), 0) + 1 END, ?2, ?3, ?4, ?5, ?6 FROM start_result";
        let row = params![
            id,
            result.task_name,
            dumps(&result.executed_nodes),
            dumps(&result.constants),
            dumps(&result.constants_with_meta),
            result.error,
        ];
        self.connection.execute(query, row)?;
        let query = "UPDATE clocked_task SET state = ?2,
                task_id = (SELECT task_id FROM start_result WHERE clocked_task = ?1) WHERE id = ?1";
        let state = if result.error.is_none() {
            "started"
        } else {
            "start_failed"
        };
        self.connection.execute(query, params![id, state]).map(drop)
    }

    /// The newest task that a clocked task of this template became.
    pub fn last_execution(
        &self,
        project_id: i64,
        template_id: i64,
    ) -> rusqlite::Result<Option<i64>> {
        let query =
            "SELECT MAX(task_id) FROM clocked_task WHERE project_id = ? AND template_id = ?";
        self.connection
            .query_row(query, [project_id, template_id], |row| row.get(0))
    }

    pub fn start_result(&self, id: i64) -> rusqlite::Result<Option<StartResult>> {
        let query = "SELECT * FROM start_result WHERE clocked_task = ?";
        self.connection
            .query_row(query, [id], |row| {
                let json = |column: &str| -> rusqlite::Result<Json> {
                    Ok(loads(row.get::<_, String>(column)?.as_bytes()).unwrap_or(Json::Null))
                };
                Ok(StartResult {
                    task_name: row.get("task_name")?,
                    executed_nodes: json("executed_nodes")?,
                    constants: json("constants")?,
                    constants_with_meta: json("constants_with_meta")?,
                    error: row.get("error")?,
                })
            })
            .optional()
    }
}

fn read(row: &Row) -> rusqlite::Result<ClockedTask> {
    Ok(ClockedTask {
        id: row.get("id")?,
        project_id: row.get("project_id")?,
        task_id: row.get("task_id")?,
        task_name: row.get("task_name")?,
        template_id: row.get("template_id")?,
        template_name: row.get("template_name")?,
        template_source: row.get("template_source")?,
        clocked_task_id: row.get("clocked_task_id")?,
        creator: row.get("creator")?,
        create_time: instant(row, "create_time")?,
        editor: row.get("editor")?,
        edit_time: instant(row, "edit_time")?,
        plan_start_time: instant(row, "plan_start_time")?,
        task_params: row.get("task_params")?,
        state: row.get("state")?,
    })
}
