//! Templates, of a project or common to all, and their execution schemes.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, params};

use super::{Store, instant, like, micros};
use crate::json::{Json, Malformed, loads};

/// Which of the two tables of bk-sops a template is in; the ids of both count on their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Project,
    Common,
}

impl Source {
    pub fn as_str(self) -> &'static str {
        match self {
            Source::Project => "project",
            Source::Common => "common",
        }
    }

    /// `project` and its old name `business`; anything else is taken for `common`.
    pub fn of(template_source: &str) -> Source {
        match template_source {
            "project" | "business" => Source::Project,
            _ => Source::Common,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Template {
    pub source: Source,
    pub id: i64,
    pub project_id: Option<i64>,
    pub name: String,
    pub category: String,
    pub description: String,
    pub creator: String,
    pub create_time: DateTime<Utc>,
    pub editor: String,
    pub edit_time: DateTime<Utc>,
    pub version: String,
    pub is_deleted: bool,
    /// The text of the tree, with `line` and `location`.
    pub pipeline_tree: String,
    /// The text of an object: what `get_template_info` adds to each constant as `schema`.
    pub schema: String,
}

impl Template {
    pub fn tree(&self) -> Result<Json, Malformed> {
        loads(self.pipeline_tree.as_bytes())
    }
}

#[derive(Clone, Debug)]
pub struct Scheme {
    pub id: i64,
    pub template_id: i64,
    pub name: String,
    /// The text of a list of node ids.
    pub data: String,
}

impl Scheme {
    /// What the gateway gives as the id of a scheme.
    pub fn unique_id(&self) -> String {
        format!("{}-{}", self.template_id, self.name)
    }

    pub fn node_ids(&self) -> Vec<String> {
        let Ok(Json::List(ids)) = loads(self.data.as_bytes()) else {
            return Vec::new();
        };
        ids.iter()
            .filter_map(Json::as_str)
            .map(str::to_owned)
            .collect()
    }
}

/// The schemes of a template that are ticked from the start.
#[derive(Clone, Debug)]
pub struct DefaultScheme {
    pub id: i64,
    pub project_id: i64,
    pub template_id: i64,
    pub scheme_ids: Vec<i64>,
}

/// A template with its schemes: id where it is to have a certain one, name, data.
#[derive(Clone, Debug)]
pub struct NewTemplate {
    pub template: Template,
    pub schemes: Vec<(Option<i64>, String, String)>,
    pub default_scheme: Vec<i64>,
}

impl Store {
    /// Deleted ones too.
    pub fn template(&self, source: Source, id: i64) -> rusqlite::Result<Option<Template>> {
        let query = "SELECT * FROM template WHERE source = ? AND id = ?";
        self.connection
            .query_row(query, params![source.as_str(), id], read)
            .optional()
    }

    /// Newest first. `project_id` does not matter for common ones.
    pub fn templates(
        &self,
        source: Source,
        project_id: i64,
        name: Option<&str>,
    ) -> rusqlite::Result<Vec<Template>> {
        let mut query = self.connection.prepare_cached(
            "SELECT * FROM template
            WHERE source = ?1 AND (?1 = 'common' OR project_id = ?2) AND NOT is_deleted
                AND name LIKE ?3 ESCAPE '\\' ORDER BY id DESC",
        )?;
        let rows = query.query_map(
            params![source.as_str(), project_id, like(name.unwrap_or_default())],
            read,
        )?;
        rows.collect()
    }

    /// Adds the template, or replaces the one of the same id together with its schemes.
    pub fn put_template(&self, new: &NewTemplate) -> rusqlite::Result<()> {
        let template = &new.template;
        self.connection
            .execute("DELETE FROM scheme WHERE template_id = ?", [template.id])?;
        self.connection.execute(
            "DELETE FROM default_scheme WHERE template_id = ?",
            [template.id],
        )?;
        let query = "INSERT OR REPLACE INTO template (source, id, project_id, name, category, description, creator,
                create_time, editor, edit_time, version, is_deleted, pipeline_tree, schema)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        let row = params![
            template.source.as_str(),
            template.id,
            template.project_id,
            template.name,
            template.category,
            template.description,
            template.creator,
            micros(template.create_time),
            template.editor,
            micros(template.edit_time),
            template.version,
            template.is_deleted,
            template.pipeline_tree,
            template.schema,
        ];
        self.connection.execute(query, row)?;
        for (id, name, data) in &new.schemes {
            let query = "INSERT INTO scheme (id, template_id, name, data) VALUES (?, ?, ?, ?)";
            self.connection
                .execute(query, params![id, template.id, name, data])?;
        }
        if !new.default_scheme.is_empty() {
            let ids: Vec<_> = new.default_scheme.iter().map(i64::to_string).collect();
            let query =
                "INSERT INTO default_scheme (project_id, template_id, scheme_ids) VALUES (?, ?, ?)";
            self.connection.execute(
                query,
                params![template.project_id, template.id, ids.join(",")],
            )?;
        }
        Ok(())
    }

    /// Whether there was such a template to touch.
    pub fn touch_template(
        &self,
        id: i64,
        editor: &str,
        now: DateTime<Utc>,
    ) -> rusqlite::Result<bool> {
        let query =
            "UPDATE template SET editor = ?, edit_time = ? WHERE source = 'project' AND id = ?";
        Ok(self
            .connection
            .execute(query, params![editor, micros(now), id])?
            > 0)
    }

    /// In the order of their creation.
    pub fn schemes(&self, template_id: i64) -> rusqlite::Result<Vec<Scheme>> {
        let mut query = self
            .connection
            .prepare_cached("SELECT * FROM scheme WHERE template_id = ? ORDER BY id")?;
        query.query_map([template_id], read_scheme)?.collect()
    }

    pub fn scheme(&self, id: i64) -> rusqlite::Result<Option<Scheme>> {
        self.connection
            .query_row("SELECT * FROM scheme WHERE id = ?", [id], read_scheme)
            .optional()
    }

    pub fn default_schemes(
        &self,
        project_id: Option<i64>,
        template_id: Option<i64>,
    ) -> rusqlite::Result<Vec<DefaultScheme>> {
        let mut query = self.connection.prepare_cached(
            "SELECT id, project_id, template_id, scheme_ids FROM default_scheme
            WHERE (?1 IS NULL OR project_id = ?1) AND (?2 IS NULL OR template_id = ?2) ORDER BY id",
        )?;
        let rows = query.query_map(params![project_id, template_id], |row| {
            let ids: String = row.get("scheme_ids")?;
            Ok(DefaultScheme {
                id: row.get("id")?,
                project_id: row.get("project_id")?,
                template_id: row.get("template_id")?,
                scheme_ids: ids.split(',').filter_map(|id| id.parse().ok()).collect(),
            })
        })?;
        rows.collect()
    }
}

fn read(row: &Row) -> rusqlite::Result<Template> {
    let source: String = row.get("source")?;
    Ok(Template {
        source: Source::of(&source),
        id: row.get("id")?,
        project_id: row.get("project_id")?,
        name: row.get("name")?,
        category: row.get("category")?,
        description: row.get("description")?,
        creator: row.get("creator")?,
        create_time: instant(row, "create_time")?,
        editor: row.get("editor")?,
        edit_time: instant(row, "edit_time")?,
        version: row.get("version")?,
        is_deleted: row.get("is_deleted")?,
        pipeline_tree: row.get("pipeline_tree")?,
        schema: row.get("schema")?,
    })
}

fn read_scheme(row: &Row) -> rusqlite::Result<Scheme> {
    Ok(Scheme {
        id: row.get("id")?,
        template_id: row.get("template_id")?,
        name: row.get("name")?,
        data: row.get("data")?,
    })
}
