//! The list of planned runs: what is asked for, and what of it has been read.
//! The backend gives the newest first and a part at a time; it can be asked for
//! a state and a creator, the template is looked for in what was read.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use crate::api::ApiError;
use crate::api::resources::{Listed, PAGE, TaskFilter};
use crate::browser::storage;
use crate::form::Loaded;
use crate::form::newest::Newest;
use crate::model::{ClockedTask, Scope, Target};

/// The name that the backend knows the person by, once it has told.
const ME: &str = "clocked.me";
/// Tasks in a part of the list.
pub const PART: u64 = PAGE as u64;
/// Milliseconds without another change before a filter is asked for.
const SETTLES: u32 = 250;

/// What has been read of the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    pub tasks: Vec<ClockedTask>,
    pub count: Option<u64>,
    /// Some answer held NaN or Infinity and was no JSON.
    pub has_non_finite: bool,
    /// Where the next part begins; `None` at the end.
    pub next: Option<usize>,
}

#[derive(Clone, Copy, Default)]
pub struct Planned {
    /// The id with what it means.
    pub project: RwSignal<(String, Scope)>,
    /// A word of the backend; empty for all.
    pub state: RwSignal<String>,
    pub creator: RwSignal<String>,
    /// Only those of [`Planned::me`].
    pub mine: RwSignal<bool>,
    pub me: RwSignal<Option<String>>,
    /// Who the backend named when this page made a task, until a login ends: the
    /// name that an earlier visit left may be another person's.
    pub made_by: StoredValue<Option<String>>,
    /// An id; empty for all.
    pub template: RwSignal<String>,
    /// The earliest start first, instead of the newest task.
    pub by_start: RwSignal<bool>,
    pub rows: RwSignal<Loaded<Rows>>,
    /// A next part is on its way, or why it did not come.
    pub more: RwSignal<Loaded<()>>,
    turns: Newest,
}

impl Rows {
    /// These rows with a later part. A task that was made meanwhile moves the
    /// others on, so that some come twice.
    pub fn with(mut self, offset: usize, part: Listed) -> Rows {
        let length = part.tasks.len();
        for task in part.tasks {
            if !self.tasks.iter().any(|own| own.id() == task.id()) {
                self.tasks.push(task);
            }
        }
        let next = offset + length;
        let is_end = match part.count {
            Some(count) => next as u64 >= count,
            None => length < PAGE,
        };
        Rows {
            next: (!is_end && length > 0).then_some(next),
            count: part.count,
            has_non_finite: self.has_non_finite || part.has_non_finite,
            ..self
        }
    }
}

impl Planned {
    /// Whether only those of the person are wanted, and their name is not known.
    pub fn needs_name(self) -> bool {
        self.mine.get() && self.me.with(Option::is_none)
    }

    /// Whether it has to be typed before there is anything to list.
    pub fn lacks_name(self) -> bool {
        self.needs_name() && self.typed_creator().is_empty()
    }

    /// The whole name of the creator whose tasks alone are wanted: as the
    /// backend told it, otherwise as typed.
    pub fn mine_by_name(self) -> Option<String> {
        let typed = || Some(self.typed_creator()).filter(|name| !name.is_empty());
        self.mine.get().then(|| self.me.get().or_else(typed))?
    }

    fn typed_creator(self) -> String {
        self.creator.get().trim().to_owned()
    }
}

/// Learns who the person is from a task that they have just made.
pub fn learn_me(app: App, creator: &str) {
    if !creator.is_empty() {
        storage::write(ME, creator);
        app.planned.made_by.set_value(Some(creator.to_owned()));
        app.planned.me.set(Some(creator.to_owned()));
    }
}

/// Begins with the project of the form, or with that of the record where the
/// form has none.
pub fn take_project(app: App) {
    let (planned, form) = (app.planned, app.form);
    if planned.project.with_untracked(|(id, _)| !id.is_empty()) {
        return;
    }
    let of_record = app.record.place.with_untracked(|place| {
        let target = place.as_ref().map(|place| &place.target);
        target.map(|target| (target.bk_biz_id.clone(), target.scope))
    });
    let own = (form.bk_biz_id.get_untracked(), form.scope.get_untracked());
    planned.project.set(match own.0.is_empty() {
        true => of_record.unwrap_or(own),
        false => own,
    });
}

/// Reads the list, unless the person only comes back from one of its records.
pub fn show(app: App) {
    let planned = app.planned;
    take_project(app);
    if planned.me.with_untracked(Option::is_none) {
        planned.me.set(storage::read(ME));
    }
    let is_read = planned.rows.with_untracked(|rows| rows.ready().is_some());
    let comes_back = app.screen.get_untracked() == super::screen::Screen::Record;
    if !(is_read && comes_back) {
        read(app);
    }
}

/// Reads the list from its beginning. What stood there stays until then, where
/// it belongs to the same project.
pub fn read(app: App) {
    read_after(app, 0);
}

/// The same once the person has stopped typing.
pub fn read_soon(app: App) {
    read_after(app, SETTLES);
}

fn read_after(app: App, milliseconds: u32) {
    let planned = app.planned;
    let turn = planned.turns.next();
    planned.more.set(Loaded::Not);
    let has_project = planned.project.with_untracked(|(id, _)| !id.is_empty());
    if !has_project || untrack(|| planned.lacks_name()) {
        planned.rows.set(Loaded::Not);
        return;
    }
    planned.rows.set(Loaded::Loading);
    spawn_local(async move {
        TimeoutFuture::new(milliseconds).await;
        if !planned.turns.is(turn) {
            return;
        }
        let answer = ask(app, 0).await;
        if planned.turns.is(turn) {
            planned.rows.try_set(match answer {
                Ok(part) => Loaded::Ready(Rows::default().with(0, part)),
                Err(error) => Loaded::Failed(error),
            });
        }
    });
}

/// Reads the next part.
pub fn read_more(app: App) {
    let planned = app.planned;
    let rows = planned.rows.with_untracked(|rows| rows.ready().cloned());
    let Some((rows, offset)) = rows.and_then(|rows| rows.next.map(|next| (rows, next))) else {
        return;
    };
    let turn = planned.turns.next();
    planned.more.set(Loaded::Loading);
    spawn_local(async move {
        let answer = ask(app, offset).await;
        if !planned.turns.is(turn) {
            return;
        }
        match answer {
            Ok(part) => {
                planned.more.try_set(Loaded::Not);
                planned.rows.try_set(Loaded::Ready(rows.with(offset, part)));
            }
            Err(error) => drop(planned.more.try_set(Loaded::Failed(error))),
        }
    });
}

async fn ask(app: App, offset: usize) -> Result<Listed, ApiError> {
    let planned = app.planned;
    let filter = TaskFilter {
        state: planned.state.get_untracked(),
        creator: untrack(|| {
            planned
                .mine_by_name()
                .unwrap_or_else(|| planned.typed_creator())
        }),
    };
    app.resources()
        .tasks_by(&target(app), &filter, offset)
        .await
}

/// Where the list is, without a template.
pub fn target(app: App) -> Target {
    let (bk_biz_id, scope) = app.planned.project.get_untracked();
    Target {
        bk_biz_id,
        scope,
        template_id: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::*;

    fn part(ids: &[i64], count: Option<u64>) -> Listed {
        let task = |id: &i64| ClockedTask {
            fields: Map::from_iter([("id".to_owned(), json!(id))]),
        };
        Listed {
            tasks: ids.iter().map(task).collect(),
            count,
            has_non_finite: false,
        }
    }

    #[test]
    fn parts_join_and_a_task_that_comes_twice_stands_once() {
        let rows = Rows::default().with(0, part(&[5, 4], Some(5)));
        assert_eq!(rows.next, Some(2));
        let rows = rows.with(2, part(&[4, 3], Some(6)));
        let ids: Vec<Option<i64>> = rows.tasks.iter().map(ClockedTask::id).collect();
        assert_eq!(ids, [Some(5), Some(4), Some(3)]);
        assert_eq!((rows.next, rows.count), (Some(4), Some(6)));
        assert_eq!(rows.clone().with(4, part(&[2, 1], Some(6))).next, None);
        assert_eq!(
            rows.with(4, part(&[], Some(9))).next,
            None,
            "never for ever"
        );
    }

    #[test]
    fn without_a_count_a_short_part_is_the_last() {
        assert_eq!(Rows::default().with(0, part(&[1], None)).next, None);
    }
}
