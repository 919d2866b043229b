//! The states of a submission, step by step.

use chrono::DateTime;
use serde_json::{Map, Value, json};

use super::*;
use crate::api::Refusal;
use crate::model::{Nodes, Request, Scope, Target};
use crate::time::Moment;

const CLICK: i64 = 1_795_000_000;

fn at(unix: i64) -> Instant {
    DateTime::from_timestamp(unix, 0).expect("in range")
}

fn frozen() -> Frozen {
    Request {
        target: Target {
            bk_biz_id: "2".into(),
            scope: Scope::CmdbBiz,
            template_id: "7".into(),
        },
        name: "nightly".into(),
        start: Moment {
            instant: at(CLICK + 3600),
            offset: 0,
        },
        zone: "UTC".into(),
        nodes: Nodes::All,
        constants: Map::new(),
        withheld: Vec::new(),
    }
    .freeze("/create/{template_id}/{bk_biz_id}/")
}

fn task(created: i64) -> ClockedTask {
    let wire = |unix| {
        crate::time::to_wire(&Moment {
            instant: at(unix),
            offset: 0,
        })
    };
    let Value::Object(fields) = json!({
        "id": 72,
        "task_name": "nightly",
        "template_id": 7,
        "plan_start_time": wire(CLICK + 3600),
        "create_time": wire(created),
        "task_parameters": {"constants": {}, "template_schemes_id": []},
    }) else {
        unreachable!("an object")
    };
    ClockedTask { fields }
}

fn click(unix: i64) -> Event {
    Event::Send(Click {
        id: unix.to_string(),
        at: at(unix),
        newest_before: Some(71),
        creator: None,
        look_for: 17,
    })
}

fn sending() -> Submission {
    Submission::Idle
        .on(Event::Review(frozen()))
        .on(click(CLICK))
}

fn timed_out() -> Submission {
    sending().on(Event::Answered(Err(ApiError::Timeout)))
}

#[test]
fn nothing_is_sent_without_a_review() {
    assert_eq!(Submission::Idle.on(click(CLICK)), Submission::Idle);
}

#[test]
fn a_second_press_while_sending_changes_nothing() {
    assert_eq!(sending().on(click(CLICK + 1)), sending());
    assert_eq!(sending().on(Event::Review(frozen())), sending());
    assert_eq!(sending().on(Event::Back), sending());
}

fn refused() -> Submission {
    let no = ApiError::Refused(Box::new(Refusal {
        status: 200,
        ..Refusal::default()
    }));
    sending().on(Event::Answered(Err(no)))
}

#[test]
fn a_refusal_goes_back_to_the_form_and_a_lost_answer_is_looked_into() {
    let refused = refused();
    assert!(matches!(refused, Submission::Refused(..)));
    assert_eq!(refused.on(Event::Back), Submission::Idle);
    assert!(matches!(
        timed_out(),
        Submission::Unknown(_, _, Search::Looking { done: 0, .. })
    ));
}

#[test]
fn a_task_of_this_attempt_is_found_and_an_older_twin_is_not() {
    let mut older = task(CLICK - 600);
    older.fields.insert("id".into(), json!(70));
    let found = timed_out().on(Event::Looked(Ok(vec![task(CLICK + 1), older])));
    let Submission::Unknown(_, _, Search::Found(tasks)) = found.clone() else {
        panic!("not found: {found:?}");
    };
    assert_eq!(tasks, [task(CLICK + 1)]);
    assert!(matches!(
        found.on(Event::Adopt(task(CLICK + 1))),
        Submission::Created(..)
    ));
}

#[test]
fn a_task_that_was_there_before_the_click_is_not_of_it() {
    let mut older = task(CLICK + 1);
    older.fields.insert("id".into(), json!(71));
    let state = timed_out().on(Event::Looked(Ok(vec![older])));
    assert!(matches!(
        state,
        Submission::Unknown(_, _, Search::Looking { done: 1, .. })
    ));
}

/// The list of the project could not be read when the review opened.
fn timed_out_without_newest() -> Submission {
    let Submission::Sending(mut attempt) = sending() else {
        panic!("sent");
    };
    attempt.click.newest_before = None;
    Submission::Sending(attempt).on(Event::Answered(Err(ApiError::Timeout)))
}

#[test]
fn without_the_ids_before_it_the_time_of_creation_tells_what_is_of_a_click() {
    for (created, is_found) in [
        (CLICK + 1, true),
        // Another host stamps it, whose clock may be behind.
        (CLICK - SLACK_SECONDS, true),
        (CLICK - SLACK_SECONDS - 1, false),
    ] {
        let looked = Event::Looked(Ok(vec![task(created)]));
        let state = timed_out_without_newest().on(looked);
        let found = matches!(state, Submission::Unknown(_, _, Search::Found(_)));
        assert_eq!(found, is_found, "{created}");
    }
    let mut unknown = task(CLICK);
    unknown.fields.remove("create_time");
    let state = timed_out_without_newest().on(Event::Looked(Ok(vec![unknown])));
    assert!(matches!(state, Submission::Unknown(_, _, Search::Found(_))));
}

#[test]
fn another_name_start_or_template_is_not_of_a_click() {
    let fields = [
        ("task_name", json!("nightly 2")),
        ("plan_start_time", json!("2027-07-01 09:00:00+0800")),
        ("template_id", json!(8)),
    ];
    for (name, value) in fields {
        let mut other = task(CLICK + 1);
        other.fields.insert(name.into(), value);
        let state = timed_out().on(Event::Looked(Ok(vec![other])));
        assert!(
            matches!(
                state,
                Submission::Unknown(_, _, Search::Looking { done: 1, .. })
            ),
            "{name}"
        );
    }
}

#[test]
fn what_somebody_else_planned_ends_no_search_and_is_told_at_its_end() {
    let by = |creator: &str| {
        let mut task = task(CLICK + 1);
        task.fields.insert("creator".into(), json!(creator));
        task
    };
    let Submission::Sending(mut attempt) = sending() else {
        panic!("sent");
    };
    attempt.click.creator = Some("alice".into());
    let mut state = Submission::Sending(attempt).on(Event::Answered(Err(ApiError::Timeout)));
    let both = state
        .clone()
        .on(Event::Looked(Ok(vec![by("bob"), by("alice")])));
    assert!(
        matches!(both, Submission::Unknown(_, _, Search::Found(found)) if found == [by("alice")])
    );
    for _ in 0..3 {
        state = state.on(Event::Looked(Ok(vec![by("bob")])));
        assert!(matches!(
            state,
            Submission::Unknown(_, _, Search::Looking { .. })
        ));
    }
    let told = state.on(Event::Looked(Ok(vec![by("bob")])));
    assert!(
        matches!(&told, Submission::Unknown(_, _, Search::Others(found)) if *found == [by("bob")])
    );
    let adopted = told.clone().on(Event::Adopt(by("bob")));
    assert_eq!(adopted, told, "nobody is given what is another's");
    assert_eq!(told.on(Event::Back), Submission::Idle);
}

#[test]
fn not_found_is_said_only_after_every_look_and_leads_to_the_review() {
    let mut state = timed_out();
    for look in 1..=4 {
        assert!(
            matches!(state, Submission::Unknown(_, _, Search::Looking { done, .. })
            if done == look - 1)
        );
        assert_eq!(
            state.clone().on(Event::Back),
            state,
            "no way back while looking"
        );
        state = state.on(Event::Looked(Ok(vec![])));
    }
    assert!(matches!(state, Submission::Unknown(_, _, Search::NotFound)));
    assert_eq!(state.on(Event::Back), Submission::Reviewing(frozen()));
}

#[test]
fn looks_go_on_for_as_long_as_the_task_may_appear() {
    let mut state = Submission::Reviewing(frozen()).on(Event::Send(Click {
        id: String::new(),
        at: at(CLICK),
        newest_before: None,
        creator: None,
        look_for: 120,
    }));
    state = state.on(Event::Answered(Err(ApiError::Timeout)));
    let (mut looks, mut waited) = (0, 0);
    while let Submission::Unknown(_, _, Search::Looking { done, .. }) = state {
        assert_eq!(done, looks);
        waited += pause_after(looks);
        looks += 1;
        state = state.on(Event::Looked(Ok(vec![])));
    }
    assert!((120..150).contains(&waited), "{waited} s in {looks} looks");
}

#[test]
fn a_person_can_stop_looking_and_look_again_but_not_send_at_once() {
    let stopped = timed_out().on(Event::StopLooking);
    assert!(matches!(
        stopped,
        Submission::Unknown(_, _, Search::Stopped)
    ));
    assert_eq!(
        stopped.clone().on(Event::Looked(Ok(vec![task(CLICK)]))),
        stopped
    );
    assert_eq!(stopped.clone().on(Event::Back), Submission::Idle);
    assert_eq!(stopped.on(Event::LookAgain), timed_out());
}

#[test]
fn a_look_without_a_login_ends_the_search_until_it_is_back() {
    let refusal = ApiError::Redirected(Box::default());
    let state = timed_out().on(Event::Looked(Err(refusal)));
    assert!(matches!(
        state,
        Submission::Unknown(_, _, Search::Failed(_))
    ));
    assert_eq!(state.on(Event::LookAgain), timed_out());
}

#[test]
fn a_look_that_fails_for_good_can_be_repeated() {
    let mut state = timed_out();
    for _ in 0..4 {
        state = state.on(Event::Looked(Err(ApiError::Network)));
    }
    assert!(matches!(
        state,
        Submission::Unknown(_, _, Search::Failed(_))
    ));
    assert!(matches!(
        state.on(Event::LookAgain),
        Submission::Unknown(_, _, Search::Looking { done: 0, .. })
    ));
}

#[test]
fn an_attempt_from_memory_is_looked_for_and_cannot_be_sent_again() {
    let Submission::Sending(attempt) = sending() else {
        panic!("sent");
    };
    let attempt = Attempt {
        frozen: None,
        ..attempt
    };
    let mut state = Submission::Idle.on(Event::Resume(Box::new(attempt)));
    assert!(state.holds_form());
    for _ in 0..4 {
        assert!(matches!(
            state,
            Submission::Unknown(_, ApiError::Interrupted, Search::Looking { .. })
        ));
        state = state.on(Event::Looked(Ok(vec![])));
    }
    assert_eq!(state.on(Event::Back), Submission::Idle);
}

#[test]
fn a_second_task_of_one_click_is_noticed() {
    let created = Created {
        task: task(CLICK),
        trace_id: None,
        twins: None,
    };
    let mut twin = task(CLICK + 1);
    twin.fields.insert("id".into(), json!(73));
    let done = sending().on(Event::Answered(Ok(created)));
    let mut theirs = twin.clone();
    theirs.fields.insert("id".into(), json!(74));
    theirs.fields.insert("creator".into(), json!("bob"));
    let looked = done.on(Event::Looked(Ok(vec![theirs, twin.clone(), task(CLICK)])));
    let Submission::Created(_, created) = looked else {
        panic!("still created")
    };
    assert_eq!(created.twins, Some(vec![twin]));
}

#[test]
fn what_was_refused_and_made_all_the_same_is_found() {
    let refused = refused();
    let mut older = task(CLICK + 1);
    older.fields.insert("id".into(), json!(71));
    let nothing = refused.clone().on(Event::Looked(Ok(vec![older.clone()])));
    assert_eq!(nothing, refused);
    let failed = refused.clone().on(Event::Looked(Err(ApiError::Network)));
    assert_eq!(failed, refused);
    let found = refused.on(Event::Looked(Ok(vec![task(CLICK + 1), older])));
    let Submission::Unknown(_, _, Search::Found(tasks)) = found else {
        panic!("{found:?}");
    };
    assert_eq!(tasks, [task(CLICK + 1)]);
}

#[test]
fn whoever_stops_a_search_that_read_nothing_is_told_why() {
    let unread = timed_out().on(Event::Looked(Err(ApiError::Network)));
    let stopped = unread.on(Event::StopLooking);
    assert!(matches!(
        stopped,
        Submission::Unknown(_, _, Search::Failed(ApiError::Network))
    ));
    let read = timed_out().on(Event::Looked(Ok(vec![])));
    let stopped = read.on(Event::StopLooking);
    assert!(matches!(
        stopped,
        Submission::Unknown(_, _, Search::Stopped)
    ));
}

#[test]
fn an_answer_that_comes_late_changes_nothing() {
    let idle = Submission::Idle.on(Event::Answered(Err(ApiError::Timeout)));
    assert_eq!(idle, Submission::Idle);
    assert_eq!(
        timed_out().on(Event::Answered(Err(ApiError::Network))),
        timed_out()
    );
}
