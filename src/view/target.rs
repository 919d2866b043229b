//! Project, template and name of the plan.

use leptos::prelude::*;

use super::failure::failure;
use super::problems::{error_of, remark};
use crate::app::App;
use crate::browser::letters::lower_case;
use crate::form::Loaded;
use crate::form::convert::{NAME_MAX, trimmed_name, written_target};
use crate::form::load::head;
use crate::form::notice::of_name;
use crate::form::state::Before;
use crate::model::project::is_id;
use crate::model::request::fill_path;
use crate::model::{Field, Project, Scope, TemplateHead};
use crate::text::Lang;
use crate::time::Moment;
use crate::time::instant::wall_text;
use crate::ui::combobox::{ComboOption, Combobox, combobox};
use crate::ui::dom::{El, View, el};
use crate::ui::field::{
    FieldParts, button, described_by, field, icon_button, muted, new_tab, with_icon,
};
use crate::ui::icon::Icon;

pub fn target(app: App, l: Lang) -> El {
    el("section")
        .class("card")
        .attr("aria-labelledby", "target-title")
        .child(el("h2").id("target-title").child(l.target_title()))
        .child(project(app, l))
        .child(template(app, l))
        .live(move || switched(app, l))
        .child(name(app, l))
}

fn project(app: App, l: Lang) -> El {
    let form = app.form;
    let shown = Signal::derive(move || {
        let (id, scope) = (form.bk_biz_id.get(), form.scope.get());
        form.projects
            .with(|projects| match chosen_project(projects, &id, scope) {
                Some(project) => format!("{} ({id})", project.name),
                None => id,
            })
    });
    let search = Callback::new(move |query: String| {
        form.projects.with(|projects| {
            project_options(
                l,
                projects.ready().map(Vec::as_slice).unwrap_or_default(),
                &query,
            )
        })
    });
    let on_choose = Callback::new(move |choice: String| {
        let Some((scope, id)) = choice.split_once(':') else {
            return;
        };
        let scope = Scope::parse(scope).unwrap_or_default();
        if form.bk_biz_id.get_untracked() == id && form.scope.get_untracked() == scope {
            return;
        }
        remember(app);
        form.on_edit(&Field::Project);
        batch(form, scope, id);
    });
    let remark = Signal::derive(move || {
        form.projects
            .with(|projects| projects.is_loading().then(|| l.loading().to_owned()))
    });
    let error = error_of(app, l, Field::Project);
    let control = combobox(Combobox {
        id: "project",
        placeholder: l.project_placeholder(),
        shown,
        chosen: Signal::derive(move || {
            format!("{}:{}", form.scope.get().as_str(), form.bk_biz_id.get())
        }),
        search,
        on_choose,
        remark,
        none_found: l.project_none_found(),
        error,
        count: Callback::new(move |count| l.result_count(count)),
    });
    let failed = move || {
        form.projects.with(|projects| match projects {
            Loaded::Failed(error) => Some(failure(app, l, error, move || app.load.projects())),
            _ => None,
        })
    };
    field(FieldParts {
        id: "project",
        label: l.project(),
        aside: View::none(),
        hint: "",
        error,
        control: control.into(),
        below: el("div")
            .class("below")
            .child(scope_choice(app, l))
            .live(failed)
            .into(),
    })
}

/// One batch, so that the templates are read once.
fn batch(form: crate::form::Form, scope: Scope, id: &str) {
    form.template_id.set(String::new());
    form.scope.set(scope);
    form.bk_biz_id.set(id.to_owned());
}

pub fn chosen_project<'a>(
    projects: &'a Loaded<Vec<Project>>,
    id: &str,
    scope: Scope,
) -> Option<&'a Project> {
    projects.ready()?.iter().find(|project| match scope {
        Scope::CmdbBiz => project.bk_biz_id.to_string() == id,
        Scope::Project => project.project_id.to_string() == id,
    })
}

/// By name or either id. A typed number is offered as an id of its own, which
/// is the way out where the list is empty or refused.
fn project_options(l: Lang, projects: &[Project], query: &str) -> Vec<ComboOption> {
    let query = lower_case(query.trim());
    let fits = |project: &&Project| {
        query.is_empty()
            || lower_case(&project.name).contains(&query)
            || project.bk_biz_id.to_string() == query
            || project.project_id.to_string() == query
    };
    let option = |project: &Project| ComboOption {
        id: format!("{}:{}", project.scope().as_str(), project.scoped_id()),
        label: project.name.clone(),
        hint: match project.scope() {
            Scope::CmdbBiz => l.business_number(&project.bk_biz_id.to_string()),
            Scope::Project => l.project_number(&project.project_id.to_string()),
        },
        refused: None,
    };
    let mut options: Vec<ComboOption> = projects.iter().filter(fits).map(option).collect();
    if is_id(&query) {
        for (scope, label) in [
            (Scope::CmdbBiz, l.use_business_id(&query)),
            (Scope::Project, l.use_project_id(&query)),
        ] {
            let id = format!("{}:{query}", scope.as_str());
            if !options.iter().any(|option| option.id == id) {
                options.push(ComboOption {
                    id,
                    label,
                    ..ComboOption::default()
                });
            }
        }
    }
    options
}

/// The scope is derived from the project; here it is shown and can be set.
fn scope_choice(app: App, l: Lang) -> El {
    let form = app.form;
    let choices = [
        (Scope::CmdbBiz, l.scope_business()),
        (Scope::Project, l.scope_project()),
    ];
    let radio = |(scope, label): (Scope, &'static str)| {
        let input = el("input")
            .attr("type", "radio")
            .attr("name", "scope")
            .live_checked(move || form.scope.get() == scope)
            .on_check(move |_| {
                form.on_edit(&Field::Project);
                form.scope.set(scope);
            });
        el("label").child(input).child(label)
    };
    el("div")
        .class("scope")
        .attr("role", "radiogroup")
        .attr("aria-label", l.scope())
        .child(choices.map(radio).to_vec())
}

fn template(app: App, l: Lang) -> El {
    let form = app.form;
    let shown = Signal::derive(move || {
        let id = form.template_id.get();
        let listed = form
            .templates
            .with(|templates| head(templates, &id).map(|head| head.name.clone()));
        let read = form
            .flow
            .with(|flow| flow.ready().map(|flow| flow.template.name.clone()));
        match listed.or(read) {
            Some(name) if !id.is_empty() => format!("{name} ({id})"),
            _ => id,
        }
    });
    let search = Callback::new(move |query: String| {
        form.templates.with(|templates| {
            template_options(
                l,
                templates.ready().map(Vec::as_slice).unwrap_or_default(),
                &query,
            )
        })
    });
    let on_choose = Callback::new(move |id: String| {
        if form.template_id.get_untracked() != id {
            remember(app);
            form.on_edit(&Field::Template);
            form.template_id.set(id);
        }
    });
    let remark = Signal::derive(move || {
        form.templates.with(|templates| match templates {
            Loaded::Loading => Some(l.loading().to_owned()),
            Loaded::Not => Some(l.choose_project_first().to_owned()),
            _ => None,
        })
    });
    let error = error_of(app, l, Field::Template);
    let control = combobox(Combobox {
        id: "template",
        placeholder: l.template_placeholder(),
        shown,
        chosen: form.template_id.into(),
        search,
        on_choose,
        remark,
        none_found: l.template_none_found(),
        error,
        count: Callback::new(move |count| l.result_count(count)),
    });
    field(FieldParts {
        id: "template",
        label: l.template(),
        aside: View::none(),
        hint: "",
        error,
        control: control.into(),
        below: template_state(app, l).into(),
    })
}

fn template_options(l: Lang, templates: &[TemplateHead], query: &str) -> Vec<ComboOption> {
    let query = lower_case(query.trim());
    let option = |head: &TemplateHead| ComboOption {
        id: head.id.to_string(),
        label: head.name.clone(),
        hint: format!("#{}", head.id),
        refused: (!head.may_plan()).then(|| l.may_not_plan().to_owned()),
    };
    let mut options: Vec<ComboOption> = templates
        .iter()
        .filter(|head| {
            query.is_empty()
                || lower_case(&head.name).contains(&query)
                || head.id.to_string() == query
        })
        .map(option)
        .collect();
    if is_id(&query) && !options.iter().any(|option| option.id == query) {
        let label = l.use_template_id(&query);
        options.push(ComboOption {
            id: query,
            label,
            ..ComboOption::default()
        });
    }
    options
}

/// Below the template: reading, who changed it last, or why it failed.
fn template_state(app: App, l: Lang) -> El {
    let form = app.form;
    let listing = move || {
        form.templates.with(|templates| match templates {
            Loaded::Failed(error) => Some(failure(app, l, error, move || app.load.templates())),
            _ => None,
        })
    };
    let reading = move || {
        form.flow.with(|flow| match flow {
            Loaded::Not => View::none(),
            // The panel says it to a screen reader, once for the whole form.
            Loaded::Loading => muted(l.loading()).into(),
            Loaded::Failed(error) => failure(app, l, error, move || app.load.flow()).into(),
            Loaded::Ready(flow) => {
                let template = &flow.template;
                let edited = l.template_edited(&template.editor, &template.edit_time);
                let url = app
                    .config
                    .with_value(|config| config.links.template.clone());
                let link = url.map(|url| {
                    let target = written_target(&form.written());
                    let url = fill_path(&url, &target.path_values()).0;
                    let project = template.project_id.to_string();
                    let url = fill_path(&url, &[("project_id", &project)]).0;
                    new_tab(&url, l.open_template(), l.opens_new_tab())
                });
                [
                    muted(&edited).child(" ").child(link),
                    el("p")
                        .class("description")
                        .child(template.description.as_str()),
                ]
                .into_iter()
                .collect()
            }
        })
    };
    el("div")
        .class("below template-state")
        .live(listing)
        .live(move || may_not_plan(app, l))
        .live(reading)
}

/// Where the list says that the person may not plan the template: how to get
/// the permission, and a look whether it has come.
fn may_not_plan(app: App, l: Lang) -> Option<El> {
    let form = app.form;
    let id = form.template_id.get();
    let is_denied = form
        .templates
        .with(|templates| head(templates, &id).is_some_and(|head| !head.may_plan()));
    let apply = app.config.with_value(|c| c.links.permission.clone());
    let apply = apply.map(|url| {
        let target = written_target(&form.written());
        let url = fill_path(&url, &target.path_values()).0;
        new_tab(&url, l.apply_for_permission(), l.opens_new_tab())
    });
    is_denied.then(|| {
        el("div")
            .class("failure")
            .attr("role", "alert")
            .child(el("p").child(with_icon(Icon::Alert, l.may_not_plan())))
            .child(apply.map(|link| el("p").child(link)))
            .child(button("plain", l.check_again(), move || {
                app.load.templates()
            }))
    })
}

/// Keeps what a change of template is about to replace.
fn remember(app: App) {
    let form = app.form;
    // Another template's fields are not red before they were touched.
    form.submitted.set(false);
    form.refused.set(Vec::new());
    form.touched.update(std::collections::HashSet::clear);
    let template_id = form.template_id.get_untracked();
    if template_id.is_empty() {
        return;
    }
    let template_name = form.flow.with_untracked(|flow| {
        flow.ready()
            .map(|flow| flow.template.name.clone())
            .unwrap_or_default()
    });
    form.before.set(Some(Before {
        bk_biz_id: form.bk_biz_id.get_untracked(),
        scope: form.scope.get_untracked(),
        template_id,
        template_name,
        name: form.name.get_untracked(),
        name_typed: form.name_typed.get_untracked(),
    }));
}

/// After a change of template: the way back in one step.
fn switched(app: App, l: Lang) -> Option<El> {
    let form = app.form;
    let before = form.before.get()?;
    let words = l.back_to_template(&before.template_name);
    let go_back = move || {
        let Some(before) = form.before.get_untracked() else {
            return;
        };
        form.before.set(None);
        form.scope.set(before.scope);
        form.bk_biz_id.set(before.bk_biz_id);
        // A name typed since is newer than the one before.
        if before.name_typed || !form.name_typed.get_untracked() {
            form.name_typed.set(before.name_typed);
            form.name.set(before.name);
        }
        form.template_id.set(before.template_id);
    };
    Some(
        el("p")
            .class("notice")
            .child(with_icon(Icon::Info, l.template_switched()))
            .child(icon_button("quiet", Icon::Undo, &words, go_back)),
    )
}

fn name(app: App, l: Lang) -> El {
    let form = app.form;
    let error = error_of(app, l, Field::Name);
    let control = el("input")
        .attr("type", "text")
        .id("task-name")
        .attr("autocomplete", "off")
        .attr("aria-describedby", &described_by("task-name"))
        .invalid(error)
        .live_value(move || form.name.get())
        .on_text("input", move |text| {
            form.name_typed.set(true);
            form.name.set(text);
            form.on_edit(&Field::Name);
        })
        .on("blur", move |_| {
            if form.name_typed.get_untracked() {
                form.on_leave(Field::Name);
            }
        });
    let counter = move || {
        l.counter(
            form.name.with(|name| trimmed_name(name).chars().count()),
            NAME_MAX,
        )
    };
    let notices = move || {
        let stamp = app.start.get().map(|start| stamp(&start));
        let found = form.name.with(|name| of_name(name, stamp.as_deref()));
        found
            .iter()
            .map(|found| remark(l, found))
            .collect::<Vec<El>>()
    };
    field(FieldParts {
        id: "task-name",
        label: l.name(),
        aside: View::none(),
        hint: "",
        error,
        control: control.into(),
        below: el("div")
            .class("below")
            .child(el("p").class("counter").live_text(counter))
            .live(notices)
            .into(),
    })
}

/// The time stamp that the engine will append to the name.
pub fn stamp(start: &Moment) -> String {
    wall_text(start.wall())
        .chars()
        .filter(char::is_ascii_digit)
        .collect()
}
