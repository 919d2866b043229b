//! Projects, most of them a business of the CMDB.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, params};

use super::{Store, instant, micros};

#[derive(Clone, Debug)]
pub struct Project {
    pub id: i64,
    pub name: String,
    /// -1 for a project without a business.
    pub bk_biz_id: i64,
    pub from_cmdb: bool,
    pub is_disable: bool,
    pub time_zone: String,
    pub creator: String,
    pub create_at: DateTime<Utc>,
}

impl Store {
    pub fn project(&self, id: i64) -> rusqlite::Result<Option<Project>> {
        self.one_project("id = ?", id)
    }

    pub fn project_of_business(&self, bk_biz_id: i64) -> rusqlite::Result<Option<Project>> {
        self.one_project("bk_biz_id = ? AND from_cmdb", bk_biz_id)
    }

    fn one_project(&self, condition: &str, id: i64) -> rusqlite::Result<Option<Project>> {
        let query = format!("SELECT * FROM project WHERE {condition}");
        self.connection.query_row(&query, [id], read).optional()
    }

    pub fn projects(&self) -> rusqlite::Result<Vec<Project>> {
        let mut query = self
            .connection
            .prepare_cached("SELECT * FROM project ORDER BY id")?;
        query.query_map([], read)?.collect()
    }

    pub fn put_project(&self, project: &Project) -> rusqlite::Result<()> {
        let query = "INSERT OR REPLACE INTO project
            (id, name, bk_biz_id, from_cmdb, is_disable, time_zone, creator, create_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
        let row = params![
            project.id,
            project.name,
            project.bk_biz_id,
            project.from_cmdb,
            project.is_disable,
            project.time_zone,
            project.creator,
            micros(project.create_at),
        ];
        self.connection.execute(query, row).map(drop)
    }

    /// The text of the list of a project's own groups of people.
    pub fn staff_groups(&self, project_id: i64) -> rusqlite::Result<Option<String>> {
        let query = "SELECT list FROM staff_group WHERE project_id = ?";
        let mut query = self.connection.prepare_cached(query)?;
        query.query_row([project_id], |row| row.get(0)).optional()
    }

    pub fn put_staff_groups(&self, project_id: i64, list: &str) -> rusqlite::Result<()> {
        let query = "INSERT OR REPLACE INTO staff_group (project_id, list) VALUES (?, ?)";
        self.connection
            .execute(query, params![project_id, list])
            .map(drop)
    }
}

fn read(row: &Row) -> rusqlite::Result<Project> {
    Ok(Project {
        id: row.get("id")?,
        name: row.get("name")?,
        bk_biz_id: row.get("bk_biz_id")?,
        from_cmdb: row.get("from_cmdb")?,
        is_disable: row.get("is_disable")?,
        time_zone: row.get("time_zone")?,
        creator: row.get("creator")?,
        create_at: instant(row, "create_at")?,
    })
}
