//! Many plans by a person of whims on a bad day: faults, clicks, keys and
//! reloads by chance, from a seed, so that a run can be repeated. However it
//! goes, an intention makes one task at most, and the form is never lost.
//!
//! A short run by default; `CLOCKED_SUBMISSIONS` and `CLOCKED_SEED` choose
//! another, as `make soak` does.

use std::collections::BTreeSet;

use e2e::wait::until;
use e2e::{Fault, Stage, play};
use fastrand::Rng;
use serde_json::{Value, json};
use thirtyfour::Key;

/// In each of two browsers.
const SUBMISSIONS: u64 = 12;
const SEED: u64 = 20_261_124;
const CONFIG: &str = r#"{"timeouts": {"look_up_seconds": 1, "create_seconds": 3}}"#;
/// After so many steps a day that bad gets better: no more faults.
const BAD_STEPS: u32 = 12;
/// And after so many an intention would never end.
const MOST_STEPS: u32 = 80;

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().expect(name))
}

/// Whether a thing of this many in a hundred happens.
fn percent(chance: &mut Rng, share: u8) -> bool {
    chance.u8(..100) < share
}

/// Where the page stands, as somebody sees it who has to do something next.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Form,
    Review,
    Sending,
    Refused,
    Looking,
    Found,
    NotFound,
    CannotTell,
    Record,
    /// The record or what the form stands on could not be read.
    Unread,
}

const PLACE: &str = "const dialog = document.querySelector('dialog:modal');
    const within = dialog ?? document;
    const title = dialog?.querySelector('h2')?.innerText.trim();
    const has = (words) => Array.from(within.querySelectorAll('button'))
        .some((button) => button.innerText.trim() === words);
    if (!dialog) {
        if (document.querySelector('#record-title')?.checkVisibility()) {
            if (document.querySelector('main .failure')) return 'Unread';
            return document.querySelector('main .busy') ? '' : 'Record';
        }
        if (document.querySelector('main .failure')) return 'Unread';
        const state = document.querySelector('.panel-state')?.textContent ?? '';
        const is_busy = document.querySelector('[aria-busy=true]') || ['', '正在读取…'].includes(state);
        return is_busy ? '' : 'Form';
    }
    if (has('核对后创建…') || within.querySelector('button[aria-disabled=true]')) return '';
    if (title === '请核对') return 'Review';
    if (title === '正在创建…') return 'Sending';
    const ends = ['结果未知', '任务已经创建', '没有找到这个任务', '没有找到自己创建的任务'];
    if (!ends.includes(title)) return 'Refused';
    if (has('停止查找')) return 'Looking';
    if (title === '任务已经创建') return 'Found';
    return has('重新核对') ? 'NotFound' : 'CannotTell'";

async fn place(t: &Stage) -> Option<Place> {
    let place = t.page.run(PLACE, &[]).await;
    let all = [
        Place::Form,
        Place::Review,
        Place::Sending,
        Place::Refused,
        Place::Looking,
        Place::Found,
        Place::NotFound,
        Place::CannotTell,
        Place::Record,
        Place::Unread,
    ];
    let name = place.as_str().unwrap_or_default();
    all.into_iter().find(|place| format!("{place:?}") == name)
}

/// Presses a button of the dialog, or without one of the page, if it is still
/// there: the page may have gone on meanwhile.
async fn press(t: &Stage, words: &[&str]) {
    let script = "const within = document.querySelector('dialog:modal') ?? document;
        const buttons = Array.from(within.querySelectorAll('button'));
        const find = (words) => buttons.find((button) => button.innerText.trim() === words);
        arguments[0].map(find).find(Boolean)?.click()";
    t.page.run(script, &[json!(words)]).await;
}

fn fault(chance: &mut Rng) -> (Fault, u32) {
    let error = json!({"result": false, "code": "50000", "message": "broken", "data": null});
    let status = |status, commit| Fault::answer(status, error.clone(), commit);
    let commit = percent(chance, 50);
    let times = *chance.choice(&[1, 1, 2, 8]).unwrap();
    let fault = match chance.u64(..16) {
        0 | 1 => Fault::Delay {
            ms: chance.u64(..1500),
        },
        2 => Fault::Delay { ms: 5000 },
        3 => Fault::DropBefore,
        4 => Fault::DropAfter,
        5 => Fault::Cut {
            bytes: chance.usize(..200),
        },
        6 => Fault::NotJson {
            body: "<html>hello</html>".into(),
        },
        7 => Fault::Login,
        8 => Fault::LoginRedirect,
        9 => Fault::NotUser,
        10 => Fault::Permission,
        11 => Fault::RateLimit { limit: 5, reset: 1 },
        12 => status(500, commit),
        13 => status(502, commit),
        14 => status(504, commit),
        _ => status(413, false),
    };
    (fault, times)
}

/// One intention from the form to its end.
struct Intention<'a> {
    t: &'a Stage,
    name: String,
    typed: Value,
    /// The page said that the task may exist, and the person leaves it at that.
    is_given_up: bool,
    /// What happened, for whoever reads a failure.
    steps: Vec<String>,
}

impl Intention<'_> {
    async fn plays(&mut self, chance: &mut Rng) {
        for step in 0..MOST_STEPS {
            let is_patient = !percent(chance, 10);
            let place = until("a place to act at", async || match place(self.t).await {
                Some(Place::Sending | Place::Looking) if is_patient => Err("waits".to_owned()),
                Some(place) => Ok(place),
                None => Err(self.t.page.text().await),
            })
            .await;
            self.steps.push(format!("{place:?}"));
            if step == BAD_STEPS {
                self.t.sandbox.clear_faults();
            }
            let is_bad = step < BAD_STEPS;
            match place {
                Place::Record if self.t.page.text().await.contains(&self.name) => return,
                // Of an earlier attempt, whose outcome only a reload told.
                Place::Record => press(self.t, &["返回表单"]).await,
                Place::Unread => {
                    self.t.sandbox.clear_faults();
                    self.t.page.driver.refresh().await.expect("it reloads");
                }
                Place::Form if self.was_made_in_the_moment_of_a_reload().await => return,
                Place::Form => {
                    self.form_is_as_typed().await;
                    if self.is_given_up {
                        return;
                    }
                    self.opens_review(chance, is_bad).await;
                }
                Place::Review => self.confirms(chance, is_bad).await,
                _ => self.acts_on_outcome(place, chance).await,
            }
        }
        panic!("{} does not end: {:?}", self.name, self.steps);
    }

    /// A reload that is asked for while the page is busy drawing the record can
    /// still lead to the address of the form, which is empty then: what was in
    /// it is made, and the browser's memory says so.
    async fn was_made_in_the_moment_of_a_reload(&mut self) -> bool {
        let script = "return Object.entries(localStorage)
            .filter(([key]) => key.startsWith('clocked.attempt.'))
            .map(([, text]) => JSON.parse(text))
            .some((kept) => kept.name === arguments[0] && kept.made > 0)";
        let is_made = self.t.page.run(script, &[json!(self.name)]).await == json!(true);
        let is_empty = self.t.page.value_of("日期").await.is_empty();
        let is_after_reload = self
            .steps
            .iter()
            .rev()
            .nth(1)
            .is_some_and(|step| step == "reloads");
        if is_made && is_empty && is_after_reload {
            eprintln!("{}: made in the moment of a reload", self.name);
            self.t.fill_release().await;
            return true;
        }
        false
    }

    async fn form_is_as_typed(&self) {
        until("the form as it was typed", async || {
            match self.t.page.typed().await {
                typed if typed == self.typed => Ok(()),
                other => Err(format!("{}: {other} after {:?}", self.name, self.steps)),
            }
        })
        .await;
    }

    async fn opens_review(&mut self, chance: &mut Rng, is_bad: bool) {
        if is_bad && percent(chance, 60) {
            let (fault, times) = fault(chance);
            self.steps.push(format!("{times} {fault:?}"));
            self.t.faults("create_clocked_task", times, fault);
        }
        if is_bad && percent(chance, 15) {
            let (fault, times) = fault(chance);
            let endpoint = *chance
                .choice(&["get_clocked_task_list", "get_template_info"])
                .unwrap();
            self.steps.push(format!("{endpoint} {times} {fault:?}"));
            self.t.faults(endpoint, times.min(2), fault);
        }
        if percent(chance, 50) {
            self.t.page.control(Key::Enter).await;
        } else {
            press(self.t, &["创建计划任务…"]).await;
        }
    }

    /// Heeds what the page says of a task that may be the same; otherwise
    /// confirms, in one of the ways of the impatient.
    async fn confirms(&mut self, chance: &mut Rng, is_bad: bool) {
        let t = self.t;
        let text = t.page.text().await;
        let is_planned = text.contains("同一流程在前后") && text.contains(&self.name);
        let is_sent = text.contains("已经发送过同样的计划") || text.contains("另一个标签页");
        let twins = is_planned && t.tasks().iter().any(|task| task["task_name"] == *self.name);
        if is_sent || twins {
            self.is_given_up = true;
            press(t, &["返回修改"]).await;
            return;
        }
        match chance.u64(..4) {
            0 => press(t, &["确认创建"]).await,
            1 => {
                press(t, &["确认创建"]).await;
                press(t, &["确认创建", "核对后创建…"]).await;
            }
            2 => {
                press(t, &["确认创建"]).await;
                t.page.key(Key::Enter).await;
            }
            _ => {
                t.page.control(Key::Enter).await;
                press(t, &["确认创建"]).await;
                t.page.control(Key::Enter).await;
            }
        }
        if is_bad && percent(chance, 20) {
            self.steps.push("reloads".to_owned());
            t.page.driver.refresh().await.expect("it reloads");
        }
    }

    async fn acts_on_outcome(&mut self, place: Place, chance: &mut Rng) {
        let t = self.t;
        let reloads = percent(chance, 6);
        if reloads {
            self.steps.push("reloads".to_owned());
        }
        match place {
            _ if reloads => t.page.driver.refresh().await.expect("it reloads"),
            Place::Sending if percent(chance, 40) => press(t, &["停止等待"]).await,
            Place::Looking if percent(chance, 40) => press(t, &["停止查找"]).await,
            Place::Refused if percent(chance, 50) => press(t, &["返回修改"]).await,
            Place::Refused | Place::NotFound => press(t, &["重新核对"]).await,
            Place::Found if percent(chance, 50) => press(t, &["查看"]).await,
            Place::Found => {
                self.is_given_up = true;
                press(t, &["返回修改"]).await;
            }
            Place::CannotTell if percent(chance, 70) => press(t, &["再查一次"]).await,
            // The next review says that the outcome is not known.
            Place::CannotTell => press(t, &["返回修改"]).await,
            _ => {}
        }
    }

    /// Tasks of this intention: never more than one, but for what the browser
    /// repeated by itself, with one and the same id of the click. How many
    /// there are, and of how many submissions.
    fn made_one_at_most(&self) -> (usize, u64) {
        let tasks = self.t.tasks();
        let rows = tasks.iter().filter(|task| task["task_name"] == *self.name);
        let rows = rows.count();
        let creations = self.t.creations();
        let own: Vec<_> = creations
            .iter()
            .filter(|request| request.body.contains(&self.name))
            .collect();
        let clicks: BTreeSet<_> = own
            .iter()
            .map(|request| request.headers.get("x-clocked-click"))
            .collect();
        let repeated = own.len() - clicks.len();
        assert!(
            rows <= 1 + repeated,
            "{}: {rows} tasks, {repeated} repeated by the browser: {own:#?}",
            self.name
        );
        (rows, u64::try_from(clicks.len()).unwrap())
    }
}

fn plays_part(part: u64) {
    let seed = number("CLOCKED_SEED", SEED).wrapping_add(part);
    let wanted = number("CLOCKED_SUBMISSIONS", 2 * SUBMISSIONS).div_ceil(2);
    eprintln!("CLOCKED_SEED={seed}");
    play(async |t: &Stage| {
        let mut chance = Rng::with_seed(seed);
        t.may_fail("/api/");
        t.may_fail("favicon.ico");
        t.sandbox.set_config(Some(CONFIG));
        t.fill_release().await;
        let (mut submissions, mut intentions, mut made) = (0, 0, 0);
        while submissions < wanted {
            let name = format!("计划 {seed}-{intentions}.");
            t.page.type_into("任务名称", &name).await;
            t.page.type_into("日期", &t.day(40 + intentions)).await;
            t.page.type_into("版本", &format!("1.0.{intentions}")).await;
            let mut intention = Intention {
                t,
                name,
                typed: t.page.typed().await,
                is_given_up: false,
                steps: Vec::new(),
            };
            intention.plays(&mut chance).await;
            t.sandbox.clear_faults();
            let (rows, sent) = intention.made_one_at_most();
            made += rows.min(1);
            intentions += 1;
            submissions += sent;
            goes_on(t, &intention).await;
            t.sandbox.clear_requests();
            eprintln!("{intentions} intentions, {submissions} submissions, {made} made");
        }
        assert!(made > 0, "some days are not so bad");
    });
}

/// Back at a form that still holds everything.
async fn goes_on(t: &Stage, intention: &Intention<'_>) {
    let place_now = async || place(t).await.ok_or_else(String::new);
    if until("the end", place_now).await == Place::Unread {
        t.page.driver.refresh().await.expect("it reloads");
    }
    let is_at_record = until("the end", async || match place(t).await {
        Some(Place::Unread) | None => Err(t.page.text().await),
        Some(place) => Ok(place == Place::Record),
    });
    if is_at_record.await {
        press(t, &["再计划一个"]).await;
        t.page.has_heading("任务目标").await;
        t.page.settles().await;
        intention.form_is_as_typed().await;
    }
}

#[test]
fn an_intention_makes_one_task_at_most_whatever_happens_part_1() {
    plays_part(0);
}

#[test]
fn an_intention_makes_one_task_at_most_whatever_happens_part_2() {
    plays_part(1);
}
