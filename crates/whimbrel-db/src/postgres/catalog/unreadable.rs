//! Why a catalog could not be read, and what to do.

use whimbrel_catalog::ident;

use crate::DbError;
use crate::postgres::Postgres;

/// How often a schema is read that changes meanwhile.
pub(super) const TRIES: u32 = 3;

const NO_PRIVILEGE: &str = "42501";

/// True where an object was there when the reading began and is no longer: the snapshot has its row, but PostgreSQL's
/// functions that render it look at what is there now.
pub(super) fn is_change(error: &DbError) -> bool {
    // what is not found: inside the server, a table, object, column, function, schema
    const GONE: [&str; 6] = ["XX000", "42P01", "42704", "42703", "42883", "3F000"];
    !error.disconnected && GONE.contains(&error.code.as_str())
}

/// Names what was being read.
pub(super) fn of(kind: Option<&str>, error: DbError) -> DbError {
    let Some(kind) = kind else { return error };
    let detail = format!("while the {kind} were read");
    DbError { detail: Some(error.detail.map_or(detail.clone(), |said| format!("{said} ({detail})"))), ..error }
}

/// With what to do about it.
pub(super) async fn explained(postgres: &Postgres, error: DbError) -> DbError {
    if is_change(&error) {
        let said = format!("{}{}", error.message, error.detail.map(|d| format!(", {d}")).unwrap_or_default());
        return DbError {
            message: format!("the schema changed each of the {TRIES} times that it was read"),
            detail: Some(said),
            hint: Some("wait until nobody creates, alters or drops anything in the database, then try again".into()),
            position: None,
            ..error
        };
    }
    if error.code == NO_PRIVILEGE {
        let hint = match what(&error.message) {
            Some((right, object)) => {
                let replies = postgres.run("SELECT current_user").await.unwrap_or_default();
                let role = replies.first().and_then(|reply| reply.rows.first()?.first()?.clone());
                let role = role.map_or_else(|| "<role>".to_owned(), |role| ident(&role).into_owned());
                format!("as a superuser: GRANT {right} ON {object} TO {role}; or connect as another role")
            }
            None => "let the role read the server's own catalogs, as every role may at first".to_owned(),
        };
        return DbError { hint: Some(hint), ..error };
    }
    error
}

/// The privilege that is missing and on what, as GRANT names it. `None` where the server does not speak English.
fn what(message: &str) -> Option<(&'static str, String)> {
    let (kind, name) = message.strip_prefix("permission denied for ")?.split_once(' ')?;
    match kind {
        "table" | "view" | "relation" => Some(("SELECT", format!("pg_catalog.{}", ident(name)))),
        "function" => Some(("EXECUTE", format!("FUNCTION pg_catalog.{}", ident(name)))),
        "schema" => Some(("USAGE", format!("SCHEMA {}", ident(name)))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::what;

    #[test]
    fn what_may_not_be_read_is_named_as_grant_names_it() {
        let of = |message| what(message).map(|(right, object)| format!("{right} ON {object}"));
        assert_eq!(of("permission denied for table pg_policy").as_deref(), Some("SELECT ON pg_catalog.pg_policy"));
        let function = of("permission denied for function pg_get_expr");
        assert_eq!(function.as_deref(), Some("EXECUTE ON FUNCTION pg_catalog.pg_get_expr"));
        assert_eq!(of("keine Berechtigung für Tabelle pg_policy"), None);
    }
}
