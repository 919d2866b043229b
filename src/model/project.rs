//! Where a task belongs: a project, its business, and how the backend finds it.

/// How the backend reads the id in the path (contract part 1, `scope`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The id is that of a CMDB business.
    #[default]
    CmdbBiz,
    /// The id is that of a project.
    Project,
}

impl Scope {
    pub fn as_str(self) -> &'static str {
        match self {
            Scope::CmdbBiz => "cmdb_biz",
            Scope::Project => "project",
        }
    }

    /// Any other word than the two is refused here: the backend would take it
    /// for `project` and look in another place than the one that was meant.
    pub fn parse(text: &str) -> Option<Scope> {
        match text {
            "cmdb_biz" => Some(Scope::CmdbBiz),
            "project" => Some(Scope::Project),
            _ => None,
        }
    }
}

/// An item of `get_user_project_list`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    pub project_id: i64,
    /// -1 where the project is bound to no business.
    pub bk_biz_id: i64,
    pub name: String,
}

impl Project {
    /// A project without a business can only be found by its own id.
    pub fn scope(&self) -> Scope {
        if self.bk_biz_id > 0 {
            Scope::CmdbBiz
        } else {
            Scope::Project
        }
    }

    /// The id that goes with [`Project::scope`].
    pub fn scoped_id(&self) -> String {
        match self.scope() {
            Scope::CmdbBiz => self.bk_biz_id.to_string(),
            Scope::Project => self.project_id.to_string(),
        }
    }
}

/// What the path of a request names: the place and the template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub bk_biz_id: String,
    pub scope: Scope,
    pub template_id: String,
}

/// Ids travel in the path, where the backend takes decimal digits only
/// (contract part 1); 19 digits are the most that a 64-bit id has.
pub fn is_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= 19 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_without_business_is_found_by_its_own_id() {
        let project = Project {
            project_id: 3,
            bk_biz_id: -1,
            name: String::new(),
        };
        assert_eq!(
            (project.scope(), project.scoped_id()),
            (Scope::Project, "3".into())
        );
    }

    #[test]
    fn an_id_is_decimal_digits_only() {
        assert!(is_id("2"));
        for text in ["", "-1", "2/../3", "２", "1e3", "12345678901234567890"] {
            assert!(!is_id(text), "{text}");
        }
    }
}
