//! The look before a request goes out: what became of the template and its
//! ticked schemes since the form read them, and which task is the newest.

use futures_util::future::join4;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::ApiError;
use crate::api::resources::{Planned, Resources};
use crate::form::convert::ticked;
use crate::form::known::Flow;
use crate::form::newest::Newest;
use crate::model::template::Drift;
use crate::model::{ClockedTask, Request, Scheme, Target, Template};
use crate::time::Instant;
use crate::time::concern::is_close;

/// Whether the template still is what the form was filled in for.
#[derive(Clone, Debug, PartialEq)]
pub enum Checked {
    Looking,
    Same,
    Changed(Changes),
    /// It could not be read again, for this reason where there is one; the
    /// person may go on.
    Unknown(Option<ApiError>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Changes {
    pub template: Option<Drift>,
    /// Names of ticked schemes that are gone or name other nodes now.
    pub schemes: Vec<String>,
}

#[derive(Clone, Copy)]
pub struct Check {
    pub checked: RwSignal<Checked>,
    /// The newest task of the project, where it could be read.
    pub newest: RwSignal<Option<i64>>,
    /// Plans of the same template at nearly the same time.
    pub close: RwSignal<Planned>,
    /// The person confirmed before the look was over: it goes out by itself if
    /// nothing has changed.
    pub confirmed: RwSignal<bool>,
    /// When the look ended, by the server's clock.
    at: StoredValue<Instant>,
    turn: Newest,
}

const FRESH_SECONDS: i64 = 60;

/// Nobody sees and understands words sooner than this, in milliseconds.
const UNSEEN_FOR: i64 = 500;

impl Default for Check {
    fn default() -> Check {
        Check {
            checked: RwSignal::new(Checked::Looking),
            newest: RwSignal::default(),
            close: RwSignal::default(),
            confirmed: RwSignal::default(),
            at: StoredValue::default(),
            turn: Newest::default(),
        }
    }
}

impl Check {
    /// Whether the look is too long ago to send by: a review may stand open for
    /// hours, and the machine may have slept meanwhile. However long a look
    /// takes, it is fresh when it ends.
    pub fn is_stale(self, now: Instant) -> bool {
        (now - self.at.get_value()).num_seconds() > FRESH_SECONDS
    }

    /// Whether what the look found came to the screen only now: a press had been
    /// decided on before.
    pub fn is_just_told(self, now: Instant) -> bool {
        // What the page takes for the server's clock may be set back.
        (0..UNSEEN_FOR).contains(&(now - self.at.get_value()).num_milliseconds())
    }

    /// The element that tells what the person has to see before a press counts,
    /// after the look: that something has changed, is else planned, or could not be
    /// read.
    pub fn notice(self) -> Option<&'static str> {
        let is_same = self.checked.with_untracked(|now| *now == Checked::Same);
        let is_alone = |close: &Planned| close.is_whole && close.tasks.is_empty();
        match (is_same, self.close.with_untracked(is_alone)) {
            (true, true) => None,
            (true, false) => Some("close-plans"),
            (false, _) => Some("drift"),
        }
    }

    /// Ends when all is read, so that whoever waits for it knows all of it.
    pub fn start(
        self,
        clock: impl Fn() -> Instant + 'static,
        resources: Resources,
        Request { target, start, .. }: Request,
        flow: Flow,
        ticks: Vec<usize>,
    ) {
        let start = start.instant;
        let turn = self.turn.next();
        self.checked.set(Checked::Looking);
        self.newest.set(None);
        self.close.set(Planned::default());
        self.confirmed.set(false);
        spawn_local(async move {
            let is_ticked = !ticked(&ticks, &flow.schemes).is_empty();
            let schemes = async {
                match is_ticked {
                    true => resources.schemes(&target, flow.template.project_id).await,
                    false => Ok(Vec::new()),
                }
            };
            let (template, schemes, newest, planned) = join4(
                resources.template(&target),
                schemes,
                resources.newest_task_id(&target),
                resources.planned_tasks(&target),
            )
            .await;
            if self.turn.is(turn) {
                self.newest.try_set(newest.ok().flatten());
                self.close.try_set(close_to(&target, start, planned));
                self.at.try_set_value(clock());
                let checked = compare(&flow, &ticks, template, schemes);
                self.checked.try_set(checked);
            }
        });
    }
}

fn close_to(target: &Target, start: Instant, mut planned: Planned) -> Planned {
    let is_close = |task: &ClockedTask| {
        let is_same =
            task.template_id().map(|id| id.to_string()).as_ref() == Some(&target.template_id);
        let at = task.instant("plan_start_time");
        is_same && at.is_some_and(|at| is_close(at, start))
    };
    planned.tasks.retain(is_close);
    planned
}

fn compare(
    flow: &Flow,
    ticks: &[usize],
    template: Result<Template, ApiError>,
    schemes: Result<Vec<Scheme>, ApiError>,
) -> Checked {
    let (template, schemes) = match (template, schemes) {
        (Ok(template), Ok(schemes)) => (template, schemes),
        (Err(error), _) | (_, Err(error)) => return Checked::Unknown(Some(error)),
    };
    let is_same = |old: &Scheme, new: &Scheme| {
        (old.id, &old.name, &old.nodes) == (new.id, &new.name, &new.nodes)
    };
    let changed = |old: &&Scheme| !schemes.iter().any(|new| is_same(old, new));
    let changes = Changes {
        template: flow.template.drift(&template),
        schemes: ticked(ticks, &flow.schemes)
            .into_iter()
            .filter(changed)
            .map(|scheme| scheme.name.clone())
            .collect(),
    };
    if changes.template.is_none() && changes.schemes.is_empty() {
        Checked::Same
    } else {
        Checked::Changed(changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(nodes: &[&str]) -> Flow {
        let scheme = |position, name: &str| Scheme {
            position,
            id: Some(position as i64),
            name: name.into(),
            nodes: nodes.iter().map(ToString::to_string).collect(),
            default: false,
        };
        Flow {
            template: Template {
                id: 7,
                name: "release".into(),
                project_id: 1,
                editor: "ann".into(),
                edit_time: String::new(),
                description: String::new(),
                nodes: Vec::new(),
                consumers: Vec::new(),
                constants: [].into(),
            },
            schemes: vec![scheme(0, "night"), scheme(1, "canary")],
        }
    }

    fn compared(ticks: &[usize], newer: &Flow) -> Checked {
        let (template, schemes) = (newer.template.clone(), newer.schemes.clone());
        compare(&flow(&["a"]), ticks, Ok(template), Ok(schemes))
    }

    #[test]
    fn only_a_ticked_scheme_s_change_matters() {
        assert_eq!(compared(&[0], &flow(&["a"])), Checked::Same);
        assert_eq!(compared(&[], &flow(&["b"])), Checked::Same);
        let Checked::Changed(changes) = compared(&[1], &flow(&["b"])) else {
            panic!("another node goes unseen");
        };
        assert_eq!(changes.schemes, ["canary"]);
        assert_eq!(changes.template, None);
    }

    #[test]
    fn a_scheme_s_place_in_the_list_and_its_default_mark_do_not_matter() {
        let mut newer = flow(&["a"]);
        newer.schemes.swap(0, 1);
        newer.schemes[0].default = true;
        assert_eq!(compared(&[0, 1], &newer), Checked::Same);
        newer.schemes.remove(0);
        assert!(matches!(compared(&[1], &newer), Checked::Changed(_)));
    }

    #[test]
    fn what_could_not_be_read_is_not_called_the_same() {
        let newer = flow(&["a"]);
        let checked = compare(
            &newer,
            &[0],
            Ok(newer.template.clone()),
            Err(ApiError::Network),
        );
        assert_eq!(checked, Checked::Unknown(Some(ApiError::Network)));
    }
}
