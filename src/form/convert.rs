//! From the form as written to the one request, or to every problem that
//! stands in the way, in page order. Nothing else builds a [`Request`].

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::Value;

use super::known::{Flow, Known, Loaded};
use super::remaining::Remaining;
use super::sending::Sending;
use super::start::{settle, understand};
use super::written::Written;
use crate::model::constant::Edit;
use crate::model::project::is_id;
use crate::model::reference::Fault;
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

/// What the form comes to, short of the values themselves: enough to draw what
/// will happen beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// In page order. None: the form can become a request.
    pub problems: Vec<Problem>,
    pub start: Option<Moment>,
    pub nodes: Nodes,
    /// How many constants are sent.
    pub sent: usize,
    /// How many of them the template has otherwise, or not at all.
    pub changed: usize,
}

impl Default for Outlook {
    /// Before the first look.
    fn default() -> Outlook {
        Outlook {
            problems: vec![Problem::new(Field::Template, ProblemKind::Loading)],
            start: None,
            nodes: Nodes::All,
            sent: 0,
            changed: 0,
        }
    }
}

/// The conversion, with what it remembers of the one before.
#[derive(Default)]
pub struct Conversion {
    sending: Sending,
}

impl Conversion {
    pub fn request(
        &mut self,
        written: &Written,
        known: &Known<'_>,
    ) -> Result<Request, Vec<Problem>> {
        let outlook = self.outlook(written, known);
        match outlook.start {
            Some(start) if outlook.problems.is_empty() => Ok(Request {
                target: written_target(written),
                name: trimmed_name(&written.name),
                start,
                zone: written.zone.clone(),
                nodes: outlook.nodes,
                constants: self
                    .sending
                    .sent()
                    .map(|(key, value)| (key.to_owned(), value.clone()))
                    .collect(),
                withheld: Vec::new(),
            }),
            _ => Err(outlook.problems),
        }
    }

    pub fn outlook(&mut self, written: &Written, known: &Known<'_>) -> Outlook {
        let mut problems = Vec::new();
        target(written, known, &mut problems);
        let name = trimmed_name(&written.name);
        problems.extend(name_problem(&name).map(|kind| Problem::new(Field::Name, kind)));
        let start = start(written, known, &mut problems);
        let nodes = match known.flow {
            Loaded::Ready(flow) => nodes(written, flow, &mut problems),
            _ => Nodes::All,
        };
        if known.refreshing {
            problems.push(Problem::new(Field::Schemes, ProblemKind::Loading));
        }
        // The flow's own state tells of the others.
        if let Loaded::Failed(_) = known.constants {
            problems.push(Problem::new(Field::Schemes, ProblemKind::LoadFailed));
        }
        self.constants(written, known, &mut problems);
        Outlook {
            problems,
            start,
            nodes,
            sent: self.sending.sent().count(),
            changed: self.sending.changed(),
        }
    }

    /// Follows the constants, and puts all problems in their order.
    fn constants(&mut self, written: &Written, known: &Known<'_>, problems: &mut Vec<Problem>) {
        let none = Remaining::default();
        let remaining = known.constants.ready().unwrap_or(&none);
        let added = added(written, remaining, problems);
        let sending = &mut self.sending;
        sending.follow(remaining, &added, written, known.matches);
        let own = sending.problems();
        problems.extend(own.map(|(constant, problem)| constant_problem(&constant.key, problem)));
        let faults = sending.faults().into_iter();
        problems.extend(faults.map(|fault| fault_problem(fault, written)));
        *problems = sort::by_key(problems.drain(..), |problem| {
            page_order(&problem.field, remaining)
        });
    }
}

/// The same without a memory, for once.
pub fn convert(written: &Written, known: &Known<'_>) -> Result<Request, Vec<Problem>> {
    Conversion::default().request(written, known)
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
    match settle(resolved, written.meant) {
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

pub fn is_changed(constant: &Constant, value: &Value) -> bool {
    !same(value, &constant.default)
}

fn constant_problem(key: &str, problem: ConstantProblem) -> Problem {
    Problem::new(
        Field::Constant(key.to_owned()),
        ProblemKind::Constant(problem),
    )
}

/// The added constants that can be sent.
fn added<'a>(
    written: &'a Written,
    remaining: &Remaining,
    problems: &mut Vec<Problem>,
) -> Vec<(&'a str, Arc<Value>)> {
    let mut sent = Vec::new();
    let mut taken: HashSet<&str> = HashSet::new();
    for row in &written.added {
        let key = row.key.trim();
        let problem = match key {
            "" => Some(ConstantProblem::KeyMissing),
            key if !taken.insert(key) || remaining.place(key).is_some() => {
                Some(ConstantProblem::KeyTwice)
            }
            _ => None,
        };
        if let Some(problem) = problem {
            let field = Field::AddedKey(row.number);
            problems.push(Problem::new(field, ProblemKind::Constant(problem)));
            continue;
        }
        let is_lost = written.withheld.iter().any(|lost| lost == key);
        let is_empty = matches!(&row.edit, Edit::Text(text) | Edit::Json(text) if text.is_empty());
        match added_value(&row.edit) {
            _ if is_empty && is_lost => {
                let problem = ProblemKind::Constant(ConstantProblem::SecretNotKept);
                problems.push(Problem::new(Field::AddedValue(row.number), problem));
            }
            Ok(value) => sent.push((key, Arc::new(value))),
            Err(problem) => problems.push(Problem::new(
                Field::AddedValue(row.number),
                ProblemKind::Constant(problem),
            )),
        }
    }
    sent
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
fn page_order(field: &Field, remaining: &Remaining) -> (u8, usize) {
    match field {
        Field::Project => (0, 0),
        Field::Template => (1, 0),
        Field::Name => (2, 0),
        Field::Date => (3, 0),
        Field::Time => (4, 0),
        Field::Zone => (5, 0),
        Field::Schemes => (6, 0),
        Field::Constant(key) => (7, remaining.place(key).unwrap_or(usize::MAX)),
        Field::AddedKey(number) | Field::AddedValue(number) => (8, *number),
        Field::Whole => (9, 0),
    }
}
