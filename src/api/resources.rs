//! The resources of the gateway that the page uses, one function each, and the
//! web list that knows the integer ids of schemes (contract parts 1 and 6).

use std::sync::Arc;

use js_sys::encode_uri_component;
use serde_json::{Map, Value, json};
use web_sys::AbortController;

use super::answers::{self, SchemeId};
pub use super::answers::{Created, Listed, UnreadTemplate};
use super::client::{Call, Client};
use super::envelope::Answer;
use super::error::{ApiError, Asked};
use crate::config::Config;
use crate::model::request::fill_path;
use crate::model::{
    Choice, ClockedTask, Constant, Frozen, Project, Scheme, Scope, Target, Template, TemplateHead,
};
use crate::text::Lang;

/// A client with what every call needs.
#[derive(Clone)]
pub struct Resources {
    pub client: Client,
    pub config: Arc<Config>,
    pub lang: Lang,
}

/// Tasks of a project: the backend gives 100 at a time unless asked for other,
/// and never more than 200 (contract part 6).
pub const PAGE: usize = 100;
const LONGEST_PART: usize = 200;

/// Of the tasks that have not started so many parts are read at most, each with
/// so many of the one before.
const PARTS: usize = 10;
const OVERLAP: usize = 20;

/// Tasks that have not started.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Planned {
    pub tasks: Vec<ClockedTask>,
    /// False where there are more, or a part could not be read.
    pub is_whole: bool,
}

/// What the backend can be asked for; empty for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskFilter {
    /// A word of the backend.
    pub state: String,
    /// A part of the name is enough.
    pub creator: String,
}

impl Resources {
    pub async fn projects(&self) -> Result<Vec<Project>, ApiError> {
        let url = &self.config.api.get_user_project_list;
        let answer = self.get(url, &[], "").await?;
        answers::projects(&answer)
    }

    pub async fn templates(
        &self,
        bk_biz_id: &str,
        scope: Scope,
    ) -> Result<Vec<TemplateHead>, ApiError> {
        let url = &self.config.api.get_template_list;
        let values = [("bk_biz_id", bk_biz_id), ("scope", scope.as_str())];
        let answer = self.get(url, &values, "").await?;
        answers::templates(&answer)
    }

    /// The project's own groups of people, beside those that every business has.
    pub async fn staff_groups(&self, target: &Target) -> Result<Vec<Choice>, ApiError> {
        let url = &self.config.api.get_user_project_detail;
        let values = [
            ("bk_biz_id", target.bk_biz_id.as_str()),
            ("scope", target.scope.as_str()),
        ];
        let answer = self.get(url, &values, "include_staff_groups=true").await?;
        answers::staff_groups(&answer)
    }

    pub async fn template(&self, target: &Target) -> Result<Template, ApiError> {
        self.unread_template(target).await?.read()
    }

    pub async fn unread_template(&self, target: &Target) -> Result<UnreadTemplate, ApiError> {
        let url = &self.config.api.get_template_info;
        let answer = self.get(url, &target_values(target), "").await?;
        answers::template(answer)
    }

    /// The schemes of a template in their order, with integer ids where a
    /// source of them is configured. Of two schemes with one name and the same
    /// nodes it does not matter which id is whose.
    pub async fn schemes(&self, target: &Target, project_id: i64) -> Result<Vec<Scheme>, ApiError> {
        let api = &self.config.api;
        let url = &api.get_template_schemes;
        let answer = self.get(url, &target_values(target), "").await?;
        let mut schemes = answers::schemes(&answer)?;
        let Some(url) = &api.scheme_ids else {
            return Ok(schemes);
        };
        let project_id = project_id.to_string();
        let values = [
            ("project_id", project_id.as_str()),
            ("template_id", target.template_id.as_str()),
        ];
        let answer = self.get(url, &values, "").await?;
        let mut ids = answers::scheme_ids(&answer)?;
        for scheme in &mut schemes {
            let is_it = |item: &SchemeId| item.name == scheme.name && item.nodes == scheme.nodes;
            if let Some(at) = ids.iter().position(is_it) {
                scheme.id = Some(ids.remove(at).id);
            }
        }
        self.mark_defaults(&values, &mut schemes).await;
        Ok(schemes)
    }

    /// The mark is a convenience: without it the schemes are as usable.
    async fn mark_defaults(&self, values: &[(&str, &str)], schemes: &mut [Scheme]) {
        let Some(url) = &self.config.api.default_schemes else {
            return;
        };
        let Ok(answer) = self.get(url, values, "").await else {
            return;
        };
        let Ok(ids) = answers::default_schemes(&answer) else {
            return;
        };
        for scheme in schemes {
            scheme.default = scheme.id.is_some_and(|id| ids.contains(&id));
        }
    }

    /// The constants that remain when some nodes are left out.
    pub async fn preview(
        &self,
        target: &Target,
        excluded: &[String],
    ) -> Result<Vec<Constant>, ApiError> {
        let (url, left) = fill_path(&self.config.api.preview_task_tree, &target.path_values());
        let mut body: Map<String, Value> = left
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Value::from(*value)))
            .collect();
        body.insert("scope".into(), target.scope.as_str().into());
        body.insert("exclude_task_nodes_id".into(), json!(excluded));
        let body = Value::Object(body).to_string();
        let answer = self
            .client
            .send(Call {
                url: &url,
                body: Some(&body),
                click: None,
                timeout_ms: self.config.read_timeout_ms,
                language: self.lang.tag(),
                abort: None,
            })
            .await?;
        answers::remaining(&answer)
    }

    /// Creates the task. Sends the frozen body as it is, once, and never again
    /// by itself.
    pub async fn create(
        &self,
        frozen: &Frozen,
        click: &str,
        abort: AbortController,
    ) -> Result<Created, ApiError> {
        let answer = self
            .client
            .send(Call {
                url: &frozen.url,
                body: Some(&frozen.body),
                click: Some(click),
                timeout_ms: self.config.create_timeout_ms,
                language: self.lang.tag(),
                abort: Some(abort),
            })
            .await?;
        answers::created(&answer)
    }

    /// One task by its id, as it is now; of a project that has none of this id
    /// an empty list.
    pub async fn task(&self, target: &Target, id: i64) -> Result<Listed, ApiError> {
        self.tasks(target, &["id=", &id.to_string()].concat()).await
    }

    /// The id of the newest task of the project, 0 where there is none yet.
    pub async fn newest_task_id(&self, target: &Target) -> Result<Option<i64>, ApiError> {
        let tasks = self.tasks(target, "limit=1").await?.tasks;
        Ok(tasks.first().map_or(Some(0), ClockedTask::id))
    }

    /// The tasks that have not started, as far as they can be read.
    pub async fn planned_tasks(&self, target: &Target) -> Planned {
        let mut planned = Planned::default();
        for part in 0..PARTS {
            // Tasks start and are made while they are read: parts overlap, and one
            // that begins behind the end of the part before tells that some are missed.
            let offset = part * (LONGEST_PART - OVERLAP);
            let query = format!("state=not_started&limit={LONGEST_PART}&offset={offset}");
            let Ok(Listed { tasks, .. }) = self.tasks(target, &query).await else {
                break;
            };
            let is_known = |task: &ClockedTask, known: &[ClockedTask]| {
                let mut last = known.iter().rev().take(LONGEST_PART);
                last.any(|known| known.id() == task.id())
            };
            let meets = |first: &ClockedTask| is_known(first, &planned.tasks);
            let has_gap = part > 0 && !tasks.first().is_some_and(meets);
            let is_last = tasks.len() < LONGEST_PART;
            for task in tasks {
                if !is_known(&task, &planned.tasks) {
                    planned.tasks.push(task);
                }
            }
            planned.is_whole = is_last && !has_gap;
            if is_last || has_gap {
                break;
            }
        }
        planned
    }

    /// The newest tasks whose name contains this one.
    pub async fn tasks_named(
        &self,
        target: &Target,
        name: &str,
    ) -> Result<Vec<ClockedTask>, ApiError> {
        let name: String = encode_uri_component(name).into();
        let query = format!("task_name={name}&limit={LONGEST_PART}");
        Ok(self.tasks(target, &query).await?.tasks)
    }

    /// A part of the project's tasks, the newest first: see [`PAGE`].
    pub async fn tasks_by(
        &self,
        target: &Target,
        filter: &TaskFilter,
        offset: usize,
    ) -> Result<Listed, ApiError> {
        let mut query = format!("limit={PAGE}&offset={offset}");
        for (name, text) in [("state", &filter.state), ("creator", &filter.creator)] {
            if !text.is_empty() {
                let text: String = encode_uri_component(text).into();
                query.push_str(&["&", name, "=", &text].concat());
            }
        }
        self.tasks(target, &query).await
    }

    async fn tasks(&self, target: &Target, query: &str) -> Result<Listed, ApiError> {
        let answer = self.list(target, query).await?;
        answers::tasks(&answer)
    }

    async fn list(&self, target: &Target, query: &str) -> Result<Answer, ApiError> {
        let url = &self.config.api.get_clocked_task_list;
        let values = [
            ("bk_biz_id", target.bk_biz_id.as_str()),
            ("scope", target.scope.as_str()),
        ];
        self.get(url, &values, query).await
    }

    /// Reads what was refused for want of a login once more, and says whether
    /// the login is back. Of what was refused to a POST, which may create
    /// something, a cheap reading takes the place.
    pub async fn is_logged_in(&self, refused: &Asked, target: Option<&Target>) -> bool {
        let answer = match (refused.method, target) {
            ("GET", _) => self.get(&refused.url, &[], "").await,
            (_, Some(target)) => self.list(target, "limit=1").await,
            (_, None) => {
                let url = &self.config.api.get_user_project_list;
                self.get(url, &[], "").await
            }
        };
        match answer.and_then(|answer| answer.open()) {
            Ok(_) => true,
            Err(error) => error.shows_login(),
        }
    }

    async fn get(
        &self,
        url: &str,
        values: &[(&str, &str)],
        query: &str,
    ) -> Result<Answer, ApiError> {
        let (mut url, left) = fill_path(url, values);
        let parts = left
            .iter()
            .map(|(name, value)| [*name, "=", *value].concat());
        for part in parts.chain((!query.is_empty()).then(|| query.to_owned())) {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(&part);
        }
        self.client
            .send(Call {
                url: &url,
                body: None,
                click: None,
                timeout_ms: self.config.read_timeout_ms,
                language: self.lang.tag(),
                abort: None,
            })
            .await
    }
}

fn target_values(target: &Target) -> [(&str, &str); 3] {
    [
        ("bk_biz_id", &target.bk_biz_id),
        ("template_id", &target.template_id),
        ("scope", target.scope.as_str()),
    ]
}
