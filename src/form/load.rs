//! Reading what the form stands on: projects, templates, the flow with its
//! schemes, and the constants that remain with the ticked ones. Of answers
//! that overtake each other the newest question's counts.

use std::future::Future;
use std::pin::Pin;

use futures_util::future::join;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::convert::ticked;
use super::known::{Flow, Loaded};
use super::newest::Newest;
use super::remaining::Remaining;
use super::state::Form;
use crate::api::ApiError;
use crate::api::resources::{Resources, UnreadTemplate};
use crate::model::project::is_id;
use crate::model::scheme::{effect, find};
use crate::model::{Constant, Node, Scheme, Target, TemplateHead};

/// One turn counter for each thing that is read.
#[derive(Clone, Copy, Default)]
pub struct Turns {
    projects: Newest,
    templates: Newest,
    flow: Newest,
    constants: Newest,
}

/// Boxed, since the wasm would hold what waits for it once for each.
type Own<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

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
            match answer {
                Ok((template, schemes)) => self.show(turn, target, template, schemes).await,
                Err(error) => self.fail(error),
            }
        });
    }

    /// Asks which constants remain, and reads the template's own, thousands at
    /// times, while the answer is out.
    async fn show(self, turn: u64, target: Target, unread: UnreadTemplate, schemes: Vec<Scheme>) {
        let kept = self.form.waiting_ticks(&unread.id().to_string());
        let (positions, gone) = find(&schemes, &kept.unwrap_or_default());
        let excluded = excluded(unread.nodes(), &positions, &schemes);
        let resources = self.resources.run(());
        let own: Own<'_> = Box::pin(async {
            let template = match unread.read() {
                Ok(template) => template,
                Err(error) => return self.fail(error),
            };
            if template.constants.iter().any(Constant::asks_for_staff) {
                // Before the form is drawn, so that nothing moves on it later.
                let groups = resources.staff_groups(&target).await;
                if !self.turns.flow.is(turn) {
                    return;
                }
                self.form.staff.try_set(loaded(groups));
            }
            self.form.tick_later(&template.id.to_string(), None);
            self.form.ticked.try_set(positions);
            self.form.before_tick.try_set(None);
            self.form.gone_schemes.try_set(gone);
            let flow = Flow { template, schemes };
            self.form.flow.try_set(Loaded::Ready(flow));
        });
        self.remaining(target.clone(), excluded, own).await;
    }

    fn fail(self, error: ApiError) {
        self.turns.constants.next();
        self.form.refreshing.try_set(false);
        self.form.constants.try_set(Loaded::Not);
        self.form.flow.try_set(Loaded::Failed(error));
    }

    /// The constants that remain with the ticked schemes.
    pub fn constants(self) {
        let Some(target) = self.target() else {
            return;
        };
        let excluded = self.form.flow.with_untracked(|flow| {
            let flow = flow.ready()?;
            let positions = self.form.ticked.get_untracked();
            Some(excluded(&flow.template.nodes, &positions, &flow.schemes))
        });
        if let Some(excluded) = excluded {
            spawn_local(self.remaining(target, excluded, Box::pin(async {})));
        }
    }

    /// Asks which constants remain, and does `own` until the answer is there.
    /// Those of the choice before stay on the page for as long.
    fn remaining<'a>(
        self,
        target: Target,
        excluded: Vec<String>,
        own: Own<'a>,
    ) -> impl Future<Output = ()> + use<'a> {
        let turn = self.turns.constants.next();
        let resources = self.resources.run(());
        self.form.refreshing.set(true);
        if self
            .form
            .constants
            .with_untracked(|constants| constants.ready().is_none())
        {
            self.form.constants.set(Loaded::Loading);
        }
        async move {
            let (answer, ()) = join(resources.preview(&target, &excluded), own).await;
            if self.turns.constants.is(turn) {
                let answer = answer.map(Remaining::new);
                self.form.constants.try_set(loaded(answer));
                self.form.refreshing.try_set(false);
            }
        }
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

    pub fn target(self) -> Option<Target> {
        let target = Target {
            bk_biz_id: self.form.bk_biz_id.get_untracked(),
            scope: self.form.scope.get_untracked(),
            template_id: self.form.template_id.get_untracked(),
        };
        (is_id(&target.bk_biz_id) && is_id(&target.template_id)).then_some(target)
    }
}

async fn read_flow(
    resources: &Resources,
    target: &Target,
) -> Result<(UnreadTemplate, Vec<Scheme>), ApiError> {
    let template = resources.unread_template(target).await?;
    let schemes = resources.schemes(target, template.project_id()).await?;
    Ok((template, schemes))
}

/// The steps that do not run with the schemes at these positions.
fn excluded(nodes: &[Node], positions: &[usize], schemes: &[Scheme]) -> Vec<String> {
    let skipped = effect(nodes, &ticked(positions, schemes)).skipped;
    skipped.into_iter().map(|node| node.id).collect()
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
