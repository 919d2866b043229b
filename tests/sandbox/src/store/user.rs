//! Users with what they may do, and applications with their secrets.

use rusqlite::{OptionalExtension, params};

use super::Store;

/// What a user may do: everything, look, or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    All,
    View,
    Nothing,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    pub name: String,
    pub role: Role,
    /// The only project the role holds in; none for every project.
    pub project_id: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    pub code: String,
    pub secret: String,
    /// A trusted application is not asked for permissions (contract part 7).
    pub trusted: bool,
}

impl Role {
    fn as_str(self) -> &'static str {
        match self {
            Role::All => "all",
            Role::View => "view",
            Role::Nothing => "nothing",
        }
    }
}

impl Store {
    pub fn user(&self, name: &str) -> rusqlite::Result<Option<User>> {
        let query = "SELECT name, role, project_id FROM user WHERE name = ?";
        self.connection
            .query_row(query, [name], |row| {
                let role: String = row.get("role")?;
                Ok(User {
                    name: row.get("name")?,
                    role: [Role::All, Role::View]
                        .into_iter()
                        .find(|known| known.as_str() == role)
                        .unwrap_or(Role::Nothing),
                    project_id: row.get("project_id")?,
                })
            })
            .optional()
    }

    pub fn put_user(&self, user: &User) -> rusqlite::Result<()> {
        let query = "INSERT OR REPLACE INTO user (name, role, project_id) VALUES (?, ?, ?)";
        self.connection
            .execute(
                query,
                params![user.name, user.role.as_str(), user.project_id],
            )
            .map(drop)
    }

    pub fn app(&self, code: &str) -> rusqlite::Result<Option<App>> {
        let query = "SELECT code, secret, trusted FROM app WHERE code = ?";
        self.connection
            .query_row(query, [code], |row| {
                Ok(App {
                    code: row.get("code")?,
                    secret: row.get("secret")?,
                    trusted: row.get("trusted")?,
                })
            })
            .optional()
    }

    pub fn put_app(&self, app: &App) -> rusqlite::Result<()> {
        let query = "INSERT OR REPLACE INTO app (code, secret, trusted) VALUES (?, ?, ?)";
        self.connection
            .execute(query, params![app.code, app.secret, app.trusted])
            .map(drop)
    }
}
