//! The domain in plain Rust: what a clocked task, its template, schemes and
//! constants are, and the rules that the backend and the run hold them to.
//! Knows no browser, no view and no wire format but JSON values.

pub mod calendar;
pub mod constant;
pub mod problem;
pub mod project;
pub mod reference;
pub mod request;
pub mod scheme;
pub mod secret;
pub mod task;
pub mod template;
pub mod uses;
pub mod value;

pub use constant::{Choice, Constant, HideCondition, Kind, Select};
pub use problem::{ConstantProblem, Field, Problem, ProblemKind};
pub use project::{Project, Scope, Target};
pub use request::{Frozen, Nodes, Request};
pub use scheme::Scheme;
pub use task::ClockedTask;
pub use template::{Node, Template, TemplateHead};
