//! Reading what the form stands on: projects, templates, the flow with its
//! schemes, and the constants that remain with the ticked ones. Of answers
//! that overtake each other the newest question's counts.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::convert::ticked;
use super::known::{Flow, Loaded};
use super::newest::Newest;
use super::remaining::Remaining;
use super::state::Form;
use crate::api::ApiError;
use crate::api::resources::Resources;
use crate::model::project::is_id;
use crate::model::scheme::{effect, find};
use crate::model::{Constant, Target, TemplateHead};

/// One turn counter for each thing that is read.
#[derive(Clone, Copy, Default)]
pub struct Turns {
    projects: Newest,
    templates: Newest,
    flow: Newest,
    constants: Newest,
}

#[derive(Clone, Copy)]
pub struct Loader {
    pub form: Form,
    pub turns: Turns,
    pub resources: Callback<(), Resources>,
}

impl Loader {
    pub fn projects(self) {
        let turn = self.turns.projects.next();
        let resources = self.resources.run(());
        self.form.projects.set(Loaded::Loading);
        spawn_local(async move {
            let answer = resources.projects().await;
            if self.turns.projects.is(turn) {
                self.form.projects.try_set(loaded(answer));
            }
        });
    }

    pub fn templates(self) {
        let turn = self.turns.templates.next();
        let id = self.form.bk_biz_id.get_untracked();
        let scope = self.form.scope.get_untracked();
        if !is_id(&id) {
            self.form.templates.set(Loaded::Not);
            return;
        }
        let resources = self.resources.run(());
        self.form.templates.set(Loaded::Loading);
        spawn_local(async move {
            let answer = resources.templates(&id, scope).await;
            if self.turns.templates.is(turn) {
                self.form.templates.try_set(loaded(answer));
            }
        });
    }

    /// The template and its schemes, then the constants.
    pub fn flow(self) {
        let turn = self.turns.flow.next();
        self.turns.constants.next();
        self.form.refreshing.set(false);
        self.keep_ticks();
        let Some(target) = self.target() else {
            self.form.flow.set(Loaded::Not);
            self.form.constants.set(Loaded::Not);
            return;
        };
        let resources = self.resources.run(());
        self.form.flow.set(Loaded::Loading);
        spawn_local(async move {
            let answer = read_flow(&resources, &target).await;
            if !self.turns.flow.is(turn) {
                return;
            }
            if let Ok(flow) = &answer
                && flow.template.constants.iter().any(Constant::asks_for_staff)
            {
                // Before the form is drawn, so that nothing moves on it later.
                let groups = resources.staff_groups(&target).await;
                if !self.turns.flow.is(turn) {
                    return;
                }
                self.form.staff.try_set(loaded(groups));
            }
            match &answer {
                Ok(flow) => self.tick_kept(flow),
                Err(_) => drop(self.form.constants.try_set(Loaded::Not)),
            }
            self.form.flow.try_set(loaded(answer));
            self.constants();
        });
    }

    /// The constants that remain with the ticked schemes. Those of the choice
    /// before stay on the page until the answer is there.
    pub fn constants(self) {
        let turn = self.turns.constants.next();
        let Some(target) = self.target() else {
            return;
        };
        let Some(excluded) = self.excluded() else {
            return;
        };
        let resources = self.resources.run(());
        self.form.refreshing.set(true);
        if self
            .form
            .constants
            .with_untracked(|constants| constants.ready().is_none())
        {
            self.form.constants.set(Loaded::Loading);
        }
        spawn_local(async move {
            let answer = resources.preview(&target, &excluded).await;
            if self.turns.constants.is(turn) {
                let answer = answer.map(Remaining::new);
                self.form.constants.try_set(loaded(answer));
                self.form.refreshing.try_set(false);
            }
        });
    }

    /// Keeps which schemes are ticked, for when their template is read again.
    fn keep_ticks(self) {
        let id = |flow: &Loaded<Flow>| Some(flow.ready()?.template.id.to_string());
        let Some(template_id) = self.form.flow.with_untracked(id) else {
            return;
        };
        if self.form.waiting_ticks(&template_id).is_none() {
            let names = self.form.drawn_ticks();
            self.form.tick_later(&template_id, Some(names));
        }
        self.form.ticked.set(Vec::new());
        self.form.gone_schemes.set(Vec::new());
    }

    fn tick_kept(self, flow: &Flow) {
        let template_id = flow.template.id.to_string();
        let kept = self.form.waiting_ticks(&template_id).unwrap_or_default();
        self.form.tick_later(&template_id, None);
        let (positions, gone) = find(&flow.schemes, &kept);
        self.form.ticked.try_set(positions);
        self.form.before_tick.try_set(None);
        self.form.gone_schemes.try_set(gone);
    }

    pub fn target(self) -> Option<Target> {
        let target = Target {
            bk_biz_id: self.form.bk_biz_id.get_untracked(),
            scope: self.form.scope.get_untracked(),
            template_id: self.form.template_id.get_untracked(),
        };
        (is_id(&target.bk_biz_id) && is_id(&target.template_id)).then_some(target)
    }

    fn excluded(self) -> Option<Vec<String>> {
        self.form.flow.with_untracked(|flow| {
            let flow = flow.ready()?;
            let ticked = self
                .form
                .ticked
                .with_untracked(|positions| ticked(positions, &flow.schemes));
            let effect = effect(&flow.template.nodes, &ticked);
            Some(effect.skipped.into_iter().map(|node| node.id).collect())
        })
    }
}

async fn read_flow(resources: &Resources, target: &Target) -> Result<Flow, ApiError> {
    let template = resources.template(target).await?;
    let schemes = resources.schemes(target, template.project_id).await?;
    Ok(Flow { template, schemes })
}

fn loaded<T>(answer: Result<T, ApiError>) -> Loaded<T> {
    match answer {
        Ok(value) => Loaded::Ready(value),
        Err(error) => Loaded::Failed(error),
    }
}

/// The list's entry for a template id.
pub fn head<'a>(templates: &'a Loaded<Vec<TemplateHead>>, id: &str) -> Option<&'a TemplateHead> {
    templates
        .ready()?
        .iter()
        .find(|head| head.id.to_string() == id)
}
