//! What is there from the start: the users, applications, projects, templates and schemes of the
//! recorded database, with its ids. Times are told from the moment of filling.

use chrono::{DateTime, TimeDelta, Utc};

use crate::json::{Json, Object, dumps, loads};
use crate::store::{App, NewTask, NewTemplate, Project, Role, Source, Store, Template, User};

/// The templates that were recorded whole.
const RECORDED: [&str; 5] = [
    include_str!("../seed/template/1.json"),
    include_str!("../seed/template/2.json"),
    include_str!("../seed/template/3.json"),
    include_str!("../seed/template/4.json"),
    include_str!("../seed/template/7.json"),
];

/// One variable for every kind of form that plugins bring, to look at and to test with.
const FORMS: &str = include_str!("../seed/template/forms.json");

/// One node that waits: the tree of the templates of which only the head was recorded.
const TIMER: &str = include_str!("../seed/template/timer.json");

/// The variable types of `/api/v3/variable/`.
pub const VARIABLES: &str = include_str!("../seed/variable.json");

/// The last of the 30 templates of the project in New York, which begin with 10.
const LAST_OF_NEW_YORK: i64 = 39;

pub fn fill(store: &Store, now: DateTime<Utc>, demo: bool) -> rusqlite::Result<()> {
    store.all_or_nothing(|store| {
        people(store)?;
        projects(store, now)?;
        for text in RECORDED {
            recorded(store, text, now)?;
        }
        timers(store, now)?;
        if demo {
            recorded(store, FORMS, now)?;
            planned(store, now)?;
        }
        Ok(())
    })
}

fn people(store: &Store) -> rusqlite::Result<()> {
    let users = [
        ("admin", Role::All, None),
        ("alice", Role::All, None),
        ("bob", Role::All, None),
        ("viewer", Role::View, None),
        ("p1only", Role::All, Some(1)),
        ("noperm", Role::Nothing, None),
    ];
    for (name, role, project_id) in users {
        store.put_user(&User {
            name: name.to_owned(),
            role,
            project_id,
        })?;
    }
    for (code, secret, trusted) in [
        ("app_test", "secret_test", false),
        ("bk_fta", "secret_fta", true),
    ] {
        store.put_app(&App {
            code: code.to_owned(),
            secret: secret.to_owned(),
            trusted,
        })?;
    }
    Ok(())
}

fn projects(store: &Store, now: DateTime<Utc>) -> rusqlite::Result<()> {
    for (id, name, bk_biz_id, time_zone) in [
        (1, "蓝鲸", 2, "Asia/Shanghai"),
        (2, "demo-biz", 3, "Asia/Shanghai"),
        (3, "手工项目(非CMDB)", -1, "Asia/Shanghai"),
        (4, "disabled-biz", 5, "Asia/Shanghai"),
        (5, "New York biz", 6, "America/New_York"),
    ] {
        store.put_project(&Project {
            id,
            name: name.to_owned(),
            bk_biz_id,
            from_cmdb: bk_biz_id != -1,
            is_disable: id == 4,
            time_zone: time_zone.to_owned(),
            creator: "admin".to_owned(),
            create_at: now - TimeDelta::days(90),
        })?;
    }
    Ok(())
}

fn recorded(store: &Store, text: &str, now: DateTime<Utc>) -> rusqlite::Result<()> {
    let seed = loads(text.as_bytes()).unwrap_or(Json::Null);
    let member = |name: &str| seed.get(name).map_or_else(|| "{}".to_owned(), dumps);
    let id = seed.get("id").and_then(Json::as_i64).unwrap_or_default();
    let schemes = seed
        .get("schemes")
        .and_then(Json::as_list)
        .unwrap_or_default();
    let default = seed
        .get("default_scheme")
        .and_then(Json::as_list)
        .unwrap_or_default();
    store.put_template(&NewTemplate {
        template: Template {
            name: seed.text("name").to_owned(),
            category: seed.text("category").to_owned(),
            description: seed.text("description").to_owned(),
            version: seed.text("version").to_owned(),
            pipeline_tree: member("pipeline_tree"),
            schema: member("schema"),
            ..head(Source::Project, id, Some(1), seed.text("creator"), now)
        },
        schemes: schemes
            .iter()
            .map(|scheme| {
                let data = scheme.get("data").map_or_else(|| "[]".to_owned(), dumps);
                (
                    scheme.get("id").and_then(Json::as_i64),
                    scheme.text("name").to_owned(),
                    data,
                )
            })
            .collect(),
        default_scheme: default.iter().filter_map(Json::as_i64).collect(),
    })
}

fn timers(store: &Store, now: DateTime<Utc>) -> rusqlite::Result<()> {
    let single = [
        (5, 1, "deleted flow"),
        (6, 2, "flow of project 2"),
        (8, 3, "non-cmdb flow 00"),
        (9, 4, "flow of disabled project 00"),
    ];
    for (id, project_id, name) in single {
        let template = head(Source::Project, id, Some(project_id), "admin", now);
        timer(
            store,
            Template {
                name: name.to_owned(),
                is_deleted: id == 5,
                ..template
            },
        )?;
    }
    for id in 10..=LAST_OF_NEW_YORK {
        let creator = if id % 2 == 1 { "alice" } else { "admin" };
        let template = head(Source::Project, id, Some(5), creator, now);
        timer(
            store,
            Template {
                name: format!("ny flow {:02}", id - 10),
                ..template
            },
        )?;
    }
    timer(
        store,
        Template {
            name: "common flow".to_owned(),
            ..head(Source::Common, 10001, None, "admin", now)
        },
    )
}

fn timer(store: &Store, template: Template) -> rusqlite::Result<()> {
    let pipeline_tree = TIMER.replace("{ID5}", &format!("{:05}", template.id));
    let template = Template {
        pipeline_tree,
        category: "OpsTools".to_owned(),
        ..template
    };
    store.put_template(&NewTemplate {
        template,
        schemes: Vec::new(),
        default_scheme: Vec::new(),
    })
}

fn head(
    source: Source,
    id: i64,
    project_id: Option<i64>,
    creator: &str,
    now: DateTime<Utc>,
) -> Template {
    Template {
        source,
        id,
        project_id,
        name: String::new(),
        category: String::new(),
        description: String::new(),
        creator: creator.to_owned(),
        create_time: now - TimeDelta::days(30),
        editor: creator.to_owned(),
        edit_time: now - TimeDelta::days(3),
        version: format!("{id:032x}"),
        is_deleted: false,
        pipeline_tree: String::new(),
        schema: "{}".to_owned(),
    }
}

/// Tasks in every state, to look at: two that failed or ran, three to come.
fn planned(store: &Store, now: DateTime<Utc>) -> rusqlite::Result<()> {
    let release = ["${version}", "${env}"].into_iter().zip(["v2.4.1", "prod"]);
    let constants: Object = release
        .map(|(key, value)| (key.to_owned(), Json::from(value)))
        .collect();
    for (name, creator, minutes, schemes) in [
        ("发布 2.4.0", "alice", -180, "5"),
        ("回滚 2.4.0", "admin", -90, "\"2-回滚\""),
        ("发布 2.4.1", "alice", 45, "5"),
        ("夜间发布", "admin", 600, "4, 5"),
        ("周末演练", "alice", 4 * 24 * 60, ""),
    ] {
        let constants = dumps(&Json::Object(constants.clone()));
        let instant = now + TimeDelta::minutes(minutes);
        let task = store.create_task(
            &NewTask {
                project_id: 1,
                template_id: 2,
                template_name: "带执行方案的发布流程".to_owned(),
                task_name: name.to_owned(),
                task_params: format!(
                    "{{\"constants\": {constants}, \"template_schemes_id\": [{schemes}]}}"
                ),
                plan_start_time: instant,
                creator: creator.to_owned(),
            },
            now.min(instant) - TimeDelta::days(1),
        )?;
        if minutes < 0 {
            crate::start::start(store, &task, instant)?;
        }
    }
    Ok(())
}
