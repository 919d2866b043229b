//! From the form as written to the one request, or to every problem that
//! stands in the way, in page order. Nothing else builds a [`Request`].

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::known::{Flow, Known, Loaded, shown};
use super::start::{settle, understand};
use super::written::{Sent, Written};
use crate::model::constant::{Edit, check, resolve};
use crate::model::project::is_id;
use crate::model::reference::{Fault, faults};
use crate::model::scheme::union;
use crate::model::value::same;
use crate::model::{
    Constant, ConstantProblem, Field, Nodes, Problem, ProblemKind, Request, Scheme, Target,
};
use crate::sort;
use crate::time::wire::fits_wire;
use crate::time::{DateError, Moment};

/// The longest name that the backend takes, in code points after trimming
/// (contract part 2).
pub const NAME_MAX: usize = 128;

pub fn convert(written: &Written, known: &Known<'_>) -> Result<Request, Vec<Problem>> {
    let mut problems = Vec::new();
    target(written, known, &mut problems);
    let name = trimmed_name(&written.name);
    problems.extend(name_problem(&name).map(|kind| Problem::new(Field::Name, kind)));
    let start = start(written, known, &mut problems);
    let nodes = match known.flow {
        Loaded::Ready(flow) => nodes(written, flow, &mut problems),
        _ => Nodes::All,
    };
    let constants = constants(written, known, &mut problems);
    match start {
        Some(start) if problems.is_empty() => Ok(Request {
            target: written_target(written),
            name,
            start,
            zone: written.zone.clone(),
            nodes,
            constants,
            withheld: Vec::new(),
        }),
        _ => Err(problems),
    }
}

/// The target as written; whether it can be one is [`convert`]'s to say.
pub fn written_target(written: &Written) -> Target {
    Target {
        bk_biz_id: written.bk_biz_id.trim().to_owned(),
        scope: written.scope,
        template_id: written.template_id.trim().to_owned(),
    }
}

fn target(written: &Written, known: &Known<'_>, problems: &mut Vec<Problem>) {
    let mut add = |field, kind| problems.push(Problem::new(field, kind));
    match written.bk_biz_id.trim() {
        "" => add(Field::Project, ProblemKind::Missing),
        id if !is_id(id) => add(Field::Project, ProblemKind::NotAnId),
        _ => {}
    }
    match written.template_id.trim() {
        "" => return add(Field::Template, ProblemKind::Missing),
        id if !is_id(id) => return add(Field::Template, ProblemKind::NotAnId),
        _ => {}
    }
    if known.head.is_some_and(|head| !head.may_plan()) {
        return add(Field::Template, ProblemKind::MayNotPlan);
    }
    match known.flow {
        Loaded::Ready(_) => {}
        Loaded::Failed(_) => add(Field::Template, ProblemKind::LoadFailed),
        Loaded::Not | Loaded::Loading => add(Field::Template, ProblemKind::Loading),
    }
}

/// A name without the space around it: Python's `str.strip`, which the backend
/// applies, takes the same characters as Rust plus four separators.
pub fn trimmed_name(name: &str) -> String {
    name.trim_matches(|char: char| char.is_whitespace() || matches!(char, '\u{1c}'..='\u{1f}'))
        .to_owned()
}

fn name_problem(name: &str) -> Option<ProblemKind> {
    let length = name.chars().count();
    if length == 0 {
        Some(ProblemKind::Missing)
    } else if name.contains('\0') {
        Some(ProblemKind::Nul)
    } else if length > NAME_MAX {
        Some(ProblemKind::TooLong { length })
    } else {
        None
    }
}

fn start(written: &Written, known: &Known<'_>, problems: &mut Vec<Problem>) -> Option<Moment> {
    let resolved = match understand(&written.date, &written.time, &written.zone, known.offset_at) {
        Ok(resolved) => resolved,
        Err(found) => {
            problems.extend(found);
            return None;
        }
    };
    match settle(resolved, written.which) {
        Ok(moment) if moment.instant <= known.now => {
            problems.push(Problem::new(Field::Time, ProblemKind::Past));
            None
        }
        // The backend counts the years on its own clock as well (contract part 2).
        Ok(moment) if !fits_wire(&moment) => {
            let kind = ProblemKind::Date(DateError::OutOfRange);
            problems.push(Problem::new(Field::Date, kind));
            None
        }
        Ok(moment) => Some(moment),
        Err(problem) => {
            problems.push(problem);
            None
        }
    }
}

/// The schemes that are ticked, in the template's order.
pub fn ticked<'a>(written: &[usize], schemes: &'a [Scheme]) -> Vec<&'a Scheme> {
    schemes
        .iter()
        .filter(|scheme| written.contains(&scheme.position))
        .collect()
}

/// Integer ids where every ticked scheme has one, otherwise the nodes
/// (PRODUCT part 4). An empty list of nodes would run all of them, so schemes
/// that name none travel as the nodes that always run.
fn nodes(written: &Written, flow: &Flow, problems: &mut Vec<Problem>) -> Nodes {
    if !written.gone_schemes.is_empty() {
        problems.push(Problem::new(Field::Schemes, ProblemKind::SchemesGone));
    }
    let ticked = ticked(&written.ticked, &flow.schemes);
    if ticked.is_empty() {
        return Nodes::All;
    }
    if let Some(ids) = ticked
        .iter()
        .map(|scheme| scheme.id)
        .collect::<Option<Vec<i64>>>()
    {
        return Nodes::Schemes(ids);
    }
    let all = &flow.template.nodes;
    let mut appointed = union(all, &ticked);
    if appointed.is_empty() {
        appointed = all
            .iter()
            .filter(|node| !node.optional)
            .map(|node| node.id.clone())
            .collect();
    }
    if appointed.is_empty() {
        problems.push(Problem::new(Field::Schemes, ProblemKind::NothingRuns));
    }
    Nodes::Appointed(appointed)
}

fn constants(
    written: &Written,
    known: &Known<'_>,
    problems: &mut Vec<Problem>,
) -> Map<String, Value> {
    if known.refreshing {
        problems.push(Problem::new(Field::Schemes, ProblemKind::Loading));
    }
    let all = match known.constants {
        Loaded::Ready(constants) => constants.as_slice(),
        Loaded::Failed(_) => {
            problems.push(Problem::new(Field::Schemes, ProblemKind::LoadFailed));
            &[]
        }
        // The flow's own state tells of these.
        Loaded::Loading | Loaded::Not => &[],
    };
    let read = read_all(shown(all), |key| written.edit(key));
    let values = values(&read);
    let mut sent = Map::new();
    for (constant, edit, value) in &read {
        if **edit == Edit::Untouched && written.withheld.contains(&constant.key) {
            problems.push(constant_problem(
                &constant.key,
                ConstantProblem::SecretNotKept,
            ));
            continue;
        }
        match value {
            Ok(None) => {}
            Ok(Some(value)) => {
                if !constant.is_hidden_by(&values)
                    && let Err(problem) = check_value(constant, edit, value, known)
                {
                    problems.push(constant_problem(&constant.key, problem));
                }
                if written.sent == Sent::All || is_changed(constant, value) {
                    sent.insert(constant.key.clone(), value.clone());
                }
            }
            Err(problem) => problems.push(constant_problem(&constant.key, problem.clone())),
        }
    }
    added(written, shown(all), &mut sent, problems);
    problems.extend(
        faults(&sent)
            .into_iter()
            .map(|fault| fault_problem(fault, written)),
    );
    let positions: HashMap<&str, usize> = read
        .iter()
        .enumerate()
        .map(|(at, (constant, ..))| (constant.key.as_str(), at))
        .collect();
    *problems = sort::by_key(problems.drain(..), |problem| {
        page_order(&problem.field, &positions)
    });
    sent
}

type Read<'a> = (
    &'a Constant,
    &'a Edit,
    Result<Option<Value>, ConstantProblem>,
);

/// The value of each constant with its edit, in the order of the form.
pub fn read_all<'a>(
    constants: impl Iterator<Item = &'a Constant>,
    edit: impl Fn(&str) -> Option<&'a Edit>,
) -> Vec<Read<'a>> {
    constants
        .map(|constant| {
            let edit = edit(&constant.key).unwrap_or(&Edit::Untouched);
            (constant, edit, resolve(constant, edit))
        })
        .collect()
}

/// What conditions look at: the value that each constant will have in the run.
pub fn values(read: &[Read<'_>]) -> Map<String, Value> {
    read.iter()
        .map(|(constant, _, value)| {
            let value = match value {
                Ok(Some(value)) => value.clone(),
                _ => constant.default.clone(),
            };
            (constant.key.clone(), value)
        })
        .collect()
}

/// The template's rules hold for a value of the JSON editor too, except that
/// null and other kinds can be meant there.
fn check_value(
    constant: &Constant,
    edit: &Edit,
    value: &Value,
    known: &Known<'_>,
) -> Result<(), ConstantProblem> {
    match edit {
        Edit::Json(_) => Ok(()),
        _ => check(constant, value, known.matches),
    }
}

pub fn is_changed(constant: &Constant, value: &Value) -> bool {
    !same(value, &constant.default)
}

fn constant_problem(key: &str, problem: ConstantProblem) -> Problem {
    Problem::new(
        Field::Constant(key.to_owned()),
        ProblemKind::Constant(problem),
    )
}

fn added<'a>(
    written: &Written,
    on_form: impl Iterator<Item = &'a Constant>,
    sent: &mut Map<String, Value>,
    problems: &mut Vec<Problem>,
) {
    let mut taken: HashSet<&str> = on_form.map(|constant| constant.key.as_str()).collect();
    for row in &written.added {
        let key = row.key.trim();
        let problem = match key {
            "" => Some(ConstantProblem::KeyMissing),
            key if !taken.insert(key) => Some(ConstantProblem::KeyTwice),
            _ => None,
        };
        if let Some(problem) = problem {
            let field = Field::AddedKey(row.number);
            problems.push(Problem::new(field, ProblemKind::Constant(problem)));
            continue;
        }
        let is_lost = written.withheld.iter().any(|lost| lost == key);
        match added_value(&row.edit) {
            Ok(Value::String(text)) if text.is_empty() && is_lost => {
                let problem = ProblemKind::Constant(ConstantProblem::SecretNotKept);
                problems.push(Problem::new(Field::AddedValue(row.number), problem));
            }
            Ok(value) => {
                sent.insert(key.to_owned(), value);
            }
            Err(problem) => problems.push(Problem::new(
                Field::AddedValue(row.number),
                ProblemKind::Constant(problem),
            )),
        }
    }
}

/// The value of an added constant, whose kind is what was typed.
pub fn added_value(edit: &Edit) -> Result<Value, ConstantProblem> {
    match edit {
        Edit::Json(text) => crate::model::constant::parse_json(text),
        Edit::Text(text) => Ok(Value::String(text.clone())),
        _ => Ok(Value::String(String::new())),
    }
}

fn fault_problem(fault: Fault, written: &Written) -> Problem {
    let (key, problem) = match fault {
        Fault::Itself(key) => (key, ConstantProblem::RefersToItself),
        Fault::Cycle(keys) => (
            keys.first().cloned().unwrap_or_default(),
            ConstantProblem::Cycle(keys),
        ),
    };
    let field = match written.added.iter().find(|row| row.key.trim() == key) {
        Some(row) => Field::AddedValue(row.number),
        None => Field::Constant(key),
    };
    Problem::new(field, ProblemKind::Constant(problem))
}

/// Problems stand as their fields do on the page: the constants in their own
/// order, then the added ones.
fn page_order(field: &Field, positions: &HashMap<&str, usize>) -> (u8, usize) {
    match field {
        Field::Project => (0, 0),
        Field::Template => (1, 0),
        Field::Name => (2, 0),
        Field::Date => (3, 0),
        Field::Time => (4, 0),
        Field::Zone => (5, 0),
        Field::Schemes => (6, 0),
        Field::Constant(key) => (
            7,
            positions.get(key.as_str()).copied().unwrap_or(usize::MAX),
        ),
        Field::AddedKey(number) | Field::AddedValue(number) => (8, *number),
        Field::Whole => (9, 0),
    }
}
