//! What each resource's answer says, as values of the model: the shapes of
//! contract parts 1 and 6, read without a browser. An answer that is of another
//! shape is an [`ApiError::Unreadable`] with the path where reading failed.

use serde_json::{Map, Value};

use super::entry::{Entry, objects, read_list};
use super::envelope::Answer;
use super::error::ApiError;
use super::template::{read_template, tree_of};
use super::tree::Unread;
use crate::model::{Choice, ClockedTask, Constant, Node, Project, Scheme, Template, TemplateHead};

/// A task that the backend has created, with the id to quote in a ticket.
#[derive(Clone, Debug, PartialEq)]
pub struct Created {
    pub task: ClockedTask,
    pub trace_id: Option<String>,
    /// Tasks that the same request made beside this one, once looked for:
    /// Chromium repeats a POST by itself when a connection that it had used
    /// before breaks without an answer.
    pub twins: Option<Vec<ClockedTask>>,
}

/// A part of a project's tasks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed {
    pub tasks: Vec<ClockedTask>,
    /// How many there are in all, where the answer told.
    pub count: Option<u64>,
    /// The answer held NaN or Infinity and was no JSON: they are texts here.
    pub has_non_finite: bool,
}

/// An item of the web list: a scheme that has an integer id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemeId {
    pub id: i64,
    pub name: String,
    pub nodes: Vec<String>,
}

/// Of `get_user_project_list`.
pub fn projects(answer: &Answer) -> Result<Vec<Project>, ApiError> {
    read_list(answer, |project| {
        Ok(Project {
            project_id: project.integer("project_id")?,
            bk_biz_id: project.integer_if_any("bk_biz_id")?.unwrap_or(-1),
            name: project.text("name")?,
        })
    })
}

/// Of `get_template_list`.
pub fn templates(answer: &Answer) -> Result<Vec<TemplateHead>, ApiError> {
    read_list(answer, |template| {
        Ok(TemplateHead {
            id: template.integer("id")?,
            name: template.text("name")?,
            editor: template.text("editor")?,
            edit_time: template.text("edit_time")?,
            auth_actions: template.texts_if_any("auth_actions")?,
        })
    })
}

/// Of `get_user_project_detail`: the project's own groups of people. One that
/// has no name or id cannot be chosen and is left out.
pub fn staff_groups(answer: &Answer) -> Result<Vec<Choice>, ApiError> {
    let success = answer.open()?;
    let groups = success.data.get("staff_groups").and_then(Value::as_array);
    let is_id = |id: &&Value| id.is_number() || id.is_string();
    let group = |group: &Value| {
        Some(Choice {
            label: group.get("name")?.as_str()?.to_owned(),
            value: group.get("id").filter(is_id)?.clone(),
            depth: 0,
        })
    };
    Ok(groups.into_iter().flatten().filter_map(group).collect())
}

/// Of `get_template_info`. Thousands of constants take a while to read, and are
/// not asked for at once.
pub fn template(answer: Answer) -> Result<UnreadTemplate, ApiError> {
    let (success, unread) = answer.open_tree()?;
    let template = read_template(&success.data).map_err(|path| missing(&answer, path))?;
    Ok(UnreadTemplate {
        template,
        answer,
        unread,
    })
}

/// A template whose constants are still to be read.
pub struct UnreadTemplate {
    template: Template,
    answer: Answer,
    unread: Unread,
}

impl UnreadTemplate {
    pub fn id(&self) -> i64 {
        self.template.id
    }

    pub fn project_id(&self) -> i64 {
        self.template.project_id
    }

    pub fn nodes(&self) -> &[Node] {
        &self.template.nodes
    }

    pub fn read(self) -> Result<Template, ApiError> {
        let constants = self.answer.constants(self.unread)?.into();
        Ok(Template {
            constants,
            ..self.template
        })
    }
}

/// Of `preview_task_tree`: the constants that remain.
pub fn remaining(answer: &Answer) -> Result<Vec<Constant>, ApiError> {
    let (success, unread) = answer.open_tree()?;
    match tree_of(&success.data) {
        Ok(_) => answer.constants(unread),
        Err(path) => Err(missing(answer, path)),
    }
}

/// Of `get_template_schemes`, which knows no integer ids.
pub fn schemes(answer: &Answer) -> Result<Vec<Scheme>, ApiError> {
    read_list(answer, |scheme| {
        Ok(Scheme {
            position: scheme.position,
            id: None,
            name: scheme.text("name")?,
            nodes: node_ids(&scheme)?,
            default: false,
        })
    })
}

/// Of the web's list of schemes.
pub fn scheme_ids(answer: &Answer) -> Result<Vec<SchemeId>, ApiError> {
    read_list(answer, |scheme| {
        Ok(SchemeId {
            id: scheme.integer("id")?,
            name: scheme.text("name")?,
            nodes: node_ids(&scheme)?,
        })
    })
}

/// Of the web's list of default schemes: their integer ids.
pub fn default_schemes(answer: &Answer) -> Result<Vec<i64>, ApiError> {
    let lists = read_list(answer, |default| {
        default.list("scheme_ids").map(<[_]>::to_vec)
    })?;
    Ok(lists.iter().flatten().filter_map(Value::as_i64).collect())
}

/// Of `create_clocked_task`. Without an id nothing is known of the task.
pub fn created(answer: &Answer) -> Result<Created, ApiError> {
    let success = answer.open()?;
    match success.data {
        Value::Object(fields) if fields.get("id").is_some_and(Value::is_i64) => Ok(Created {
            task: ClockedTask { fields },
            twins: None,
            trace_id: success.trace_id,
        }),
        _ => Err(missing(answer, "id")),
    }
}

/// Of `get_clocked_task_list`.
pub fn tasks(answer: &Answer) -> Result<Listed, ApiError> {
    let success = answer.open()?;
    let tasks: Vec<Map<String, Value>> = objects(answer, success.data)?;
    Ok(Listed {
        tasks: tasks
            .into_iter()
            .map(|fields| ClockedTask { fields })
            .collect(),
        count: success.rest.get("count").and_then(Value::as_u64),
        has_non_finite: success.has_non_finite,
    })
}

/// The nodes of a scheme, which its `data` lists as JSON text.
fn node_ids(scheme: &Entry<'_>) -> Result<Vec<String>, ApiError> {
    let data = scheme.text("data")?.parse();
    let ids = |data: Value| match data {
        Value::Array(ids) => ids
            .into_iter()
            .map(|id| id.as_str().map(str::to_owned))
            .collect(),
        _ => None,
    };
    Ok(data.ok().and_then(ids).unwrap_or_default())
}

fn missing(answer: &Answer, path: &str) -> ApiError {
    answer.unreadable(&format!("data.{path}"), "missing or of another type")
}
