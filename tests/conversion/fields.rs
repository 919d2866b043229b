//! Name, start, target and variables: what each of them becomes, and what is
//! refused.

use chrono::DateTime;
use clocked::form::{Added, Loaded, Sent, Written};
use clocked::model::constant::Edit;
use clocked::model::{ConstantProblem, Field, ProblemKind, TemplateHead};
use clocked::time::Instant;
use serde_json::{Value, json};

use crate::world::{World, sendable, written};

#[test]
fn only_changed_ones_are_sent_where_the_person_wants_it() {
    let mut form = written();
    form.sent = Sent::Changed;
    form.edits = vec![
        ("${str}".to_owned(), Edit::Text("other".into())),
        // Typed and back at the default again.
        ("${num}".to_owned(), Edit::Text("3".into())),
    ];
    let request = World::new(sendable()).convert(&form).unwrap();
    assert_eq!(Value::Object(request.constants), json!({"${str}": "other"}));
}

#[test]
fn a_left_out_variable_is_not_sent() {
    let mut form = written();
    form.edits
        .push(("${str}".into(), Edit::NotSent(Box::default())));
    let request = World::new(sendable()).convert(&form).unwrap();
    assert!(!request.constants.contains_key("${str}"));
}

#[test]
fn the_name_is_trimmed_and_the_start_has_the_offset_of_its_own_date() {
    let request = World::new(Vec::new()).convert(&written()).unwrap();
    assert_eq!(request.name, "nightly");
    assert_eq!(request.wire_start(), "2027-07-01 09:30:00+0800");
    let mut form = written();
    form.zone = "America/New_York".into();
    for (date, wire) in [
        ("2027-07-01", "2027-07-01 09:30:00-0400"),
        ("2027-12-01", "2027-12-01 09:30:00-0500"),
    ] {
        form.date = date.into();
        assert_eq!(
            World::new(Vec::new()).convert(&form).unwrap().wire_start(),
            wire
        );
    }
}

#[test]
fn a_time_that_does_not_exist_is_refused_and_one_that_comes_twice_is_asked_about() {
    let mut form = written();
    form.zone = "America/New_York".into();
    (form.date, form.time) = ("2027-03-14".into(), "02:30".into());
    let world = World::new(Vec::new());
    assert_eq!(world.problems(&form), [(Field::Time, ProblemKind::Gap)]);
    (form.date, form.time) = ("2027-11-07".into(), "01:30".into());
    assert_eq!(world.problems(&form), [(Field::Time, ProblemKind::Overlap)]);
    for wire in ["2027-11-07 01:30:00-0400", "2027-11-07 01:30:00-0500"] {
        form.meant = clocked::time::parse_wire(wire).map(|moment| moment.instant.timestamp());
        assert_eq!(world.convert(&form).unwrap().wire_start(), wire);
    }
}

#[test]
fn a_time_that_meant_another_instant_when_it_was_written_is_asked_about() {
    let mut form = written();
    let world = World::new(Vec::new());
    let start = world.convert(&form).unwrap().start.instant.timestamp();
    form.meant = Some(start);
    assert!(world.convert(&form).is_ok());
    form.meant = Some(start + 3600);
    assert_eq!(
        world.problems(&form),
        [(Field::Time, ProblemKind::OtherInstant)]
    );
}

#[test]
fn the_start_must_be_later_than_now() {
    let mut world = World::new(Vec::new());
    let start = world.convert(&written()).unwrap().start.instant;
    world.now = start.timestamp();
    assert_eq!(
        world.problems(&written()),
        [(Field::Time, ProblemKind::Past)]
    );
    world.now -= 1;
    assert_eq!(
        world.convert(&written()).unwrap().start.instant,
        instant(world.now + 1)
    );
}

fn instant(unix: i64) -> Instant {
    DateTime::from_timestamp(unix, 0).unwrap()
}

#[test]
fn an_empty_form_has_every_problem_in_page_order() {
    let mut world = World::new(Vec::new());
    world.flow = Loaded::Not;
    world.constants = Loaded::Not;
    let missing = |field| (field, ProblemKind::Missing);
    assert_eq!(
        world.problems(&Written::default()),
        [
            Field::Project,
            Field::Template,
            Field::Name,
            Field::Date,
            Field::Time
        ]
        .map(missing)
    );
}

#[test]
fn names_are_held_to_the_backends_rules() {
    let world = World::new(Vec::new());
    let problem = |name: &str| {
        let mut form = written();
        form.name = name.into();
        world.problems(&form).pop().map(|(_, kind)| kind)
    };
    for blank in ["", "  ", "\u{3000}\u{a0}", "\u{1f}\t"] {
        assert_eq!(problem(blank), Some(ProblemKind::Missing), "{blank:?}");
    }
    assert_eq!(
        problem("\u{200b}"),
        None,
        "the backend takes a zero-width space for a name"
    );
    assert_eq!(problem(&"🚀".repeat(128)), None);
    assert_eq!(
        problem(&"🚀".repeat(129)),
        Some(ProblemKind::TooLong { length: 129 })
    );
    assert_eq!(problem(&format!(" {} ", "n".repeat(128))), None);
    assert_eq!(problem("a\0b"), Some(ProblemKind::Nul));
    assert_eq!(problem("<b>'\"$&\n\t"), None);
}

#[test]
fn a_template_that_may_not_be_planned_is_refused() {
    let mut world = World::new(Vec::new());
    world.head = Some(TemplateHead {
        id: 1,
        name: String::new(),
        editor: String::new(),
        edit_time: String::new(),
        auth_actions: Some(vec!["flow_view".into()]),
    });
    assert_eq!(
        world.problems(&written()),
        [(Field::Template, ProblemKind::MayNotPlan)]
    );
}

#[test]
fn nothing_is_final_while_an_answer_is_out() {
    let mut world = World::new(Vec::new());
    world.refreshing = true;
    assert_eq!(
        world.problems(&written()),
        [(Field::Schemes, ProblemKind::Loading)]
    );
}

#[test]
fn references_between_submitted_values_are_checked_with_added_ones() {
    let mut form = written();
    form.added = vec![
        Added {
            number: 0,
            key: "${x}".into(),
            edit: Edit::Text("${y}".into()),
        },
        Added {
            number: 1,
            key: "${y}".into(),
            edit: Edit::Json("[\"${x}\"]".into()),
        },
        Added {
            number: 2,
            key: "${z}".into(),
            edit: Edit::Text("a ${z} b".into()),
        },
    ];
    let keys = vec!["${x}".to_owned(), "${y}".to_owned()];
    assert_eq!(
        World::new(Vec::new()).problems(&form),
        [
            (
                Field::AddedValue(0),
                ProblemKind::Constant(ConstantProblem::Cycle(keys))
            ),
            (
                Field::AddedValue(2),
                ProblemKind::Constant(ConstantProblem::RefersToItself)
            ),
        ]
    );
}

#[test]
fn an_added_key_must_be_there_and_be_new() {
    let mut form = written();
    form.added = vec![
        Added {
            number: 0,
            key: " ".into(),
            edit: Edit::Text(String::new()),
        },
        Added {
            number: 1,
            key: "${str}".into(),
            edit: Edit::Text(String::new()),
        },
    ];
    let problem = |kind| ProblemKind::Constant(kind);
    assert_eq!(
        World::new(sendable()).problems(&form),
        [
            (Field::AddedKey(0), problem(ConstantProblem::KeyMissing)),
            (Field::AddedKey(1), problem(ConstantProblem::KeyTwice)),
        ]
    );
}
