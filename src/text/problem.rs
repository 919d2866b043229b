//! Problems and notices in words: what is wrong and what to do.

use super::Lang;
use super::part::part_name;
use crate::form::notice::Notice;
use crate::model::constant::Difference;
use crate::model::{ConstantProblem, Field, ProblemKind};
use crate::time::{DateError, TimeError};

/// The words for a problem of a field.
pub fn problem(l: Lang, field: &Field, kind: &ProblemKind) -> String {
    match kind {
        ProblemKind::Missing => missing(l, field).into(),
        ProblemKind::NotAnId => l.not_an_id().into(),
        ProblemKind::MayNotPlan => l.no_permission_to_plan().into(),
        ProblemKind::TooLong { length } => l.name_too_long(*length),
        ProblemKind::Nul => l.name_has_nul().into(),
        ProblemKind::Date(error) => date(l, *error).into(),
        ProblemKind::Time(error) => time(l, *error).into(),
        ProblemKind::ZoneUnknown => l.zone_unknown().into(),
        ProblemKind::Gap => l.gap_problem().into(),
        ProblemKind::Overlap => l.overlap_problem().into(),
        ProblemKind::OtherInstant => l.other_instant_problem().into(),
        ProblemKind::Past => l.start_is_past().into(),
        ProblemKind::SchemesGone => l.some_schemes_gone().into(),
        ProblemKind::NothingRuns => l.nothing_runs().into(),
        ProblemKind::Loading => l.still_loading().into(),
        ProblemKind::LoadFailed => l.load_failed().into(),
        ProblemKind::Constant(problem) => constant_problem(l, problem),
        ProblemKind::Server(text) => l.refused_by_backend(text),
    }
}

fn missing(l: Lang, field: &Field) -> &'static str {
    match field {
        Field::Project => l.project_missing(),
        Field::Template => l.template_missing(),
        Field::Name => l.name_missing(),
        Field::Date => l.date_missing(),
        Field::Time => l.time_missing(),
        _ => l.field_missing(),
    }
}

fn date(l: Lang, error: DateError) -> &'static str {
    match error {
        DateError::Ambiguous => l.date_ambiguous(),
        DateError::YearMissing => l.date_without_year(),
        DateError::Impossible => l.date_impossible(),
        DateError::OutOfRange => l.date_out_of_range(),
        DateError::Missing | DateError::NotADate => l.not_a_date(),
    }
}

fn time(l: Lang, error: TimeError) -> &'static str {
    match error {
        TimeError::TwelveHour => l.time_of_twelve_hours(),
        TimeError::Impossible => l.time_impossible(),
        TimeError::Missing | TimeError::NotATime => l.not_a_time(),
    }
}

pub fn constant_problem(l: Lang, problem: &ConstantProblem) -> String {
    match problem {
        ConstantProblem::Required => l.variable_required().into(),
        ConstantProblem::SecretNotKept => l.secret_not_kept().into(),
        ConstantProblem::NotAnInteger => l.value_not_an_integer().into(),
        ConstantProblem::NotADate => l.value_not_a_date().into(),
        ConstantProblem::NotATime => l.value_not_a_time().into(),
        ConstantProblem::NotADateTime => l.value_not_a_date_time().into(),
        ConstantProblem::NotJson { line, column } => l.value_not_json(*line, *column),
        ConstantProblem::MemberTwice(name) => l.value_member_twice(name),
        ConstantProblem::CutJson => l.value_json_cut().into(),
        ConstantProblem::TooLarge => l.value_too_large().into(),
        ConstantProblem::Pattern(pattern) => l.value_against_pattern(pattern),
        ConstantProblem::OtherType => l.value_of_other_type().into(),
        ConstantProblem::NotAnOption => l.value_not_an_option().into(),
        ConstantProblem::KeyMissing => l.key_missing().into(),
        ConstantProblem::KeyTwice => l.key_twice().into(),
        ConstantProblem::RefersToItself => l.refers_to_itself().into(),
        ConstantProblem::Within { row, part, problem } => {
            let part = part_name(l, part);
            let place = match row {
                Some(row) => l.cell(part, *row),
                None => part.to_owned(),
            };
            [&place, l.colon(), &constant_problem(l, problem)].concat()
        }
        ConstantProblem::Cycle(keys) => l.reference_cycle(&cycle_path(keys)),
    }
}

/// `${a} → ${b} → ${a}`.
pub fn cycle_path(keys: &[String]) -> String {
    keys.iter()
        .chain(keys.first())
        .cloned()
        .collect::<Vec<_>>()
        .join(" → ")
}

/// How a value differs in shape from the template's own.
pub fn shape(l: Lang, found: &[Difference]) -> String {
    let words = found.iter().map(|difference| match difference {
        Difference::Missing(path) => l.shape_missing(path),
        Difference::Unknown(path) => l.shape_unknown(path),
        Difference::Type(path) => l.shape_type(path),
    });
    let words = words.collect::<Vec<_>>().join(l.clause_separator());
    l.shape_differs(&words)
}

pub fn notice(l: Lang, notice: &Notice) -> String {
    match notice {
        Notice::NameLong => l.name_is_long().into(),
        Notice::NameCharacters => l.name_characters().into(),
        Notice::OtherKind(problem) => constant_problem(l, problem),
        Notice::Invisible(codes) => l.invisible(codes),
        Notice::NoVariable(keys) => l.no_variable(keys),
        Notice::RunName(name) => l.run_name(name),
        Notice::Soon => l.starts_soon().into(),
        Notice::Night => l.starts_in_quiet_hours().into(),
        Notice::Weekend => l.starts_on_weekend().into(),
        Notice::Far => l.starts_far_ahead().into(),
        Notice::UnknownKey(key) => l.key_unknown(key),
        Notice::HiddenKey(key) => l.key_hidden(key),
        Notice::OutputKey(key) => l.key_of_output(key),
    }
}
