//! The session's own settings, which a schema's `SET` must not outlive.

use crate::DbError;
use crate::postgres::{Postgres, Reply};
use crate::sql::literal;

/// SQL that brings the session's settings and role back to what they are now.
pub(super) async fn restoring(postgres: &Postgres) -> Result<String, DbError> {
    let replies = postgres.run(include_str!("settings.sql")).await?;
    Ok(sql(replies.first()))
}

fn sql(reply: Option<&Reply>) -> String {
    let mut sql = "RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL".to_owned();
    for row in reply.into_iter().flat_map(|reply| &reply.rows) {
        if let [Some(name), Some(value)] = row.as_slice() {
            sql.push_str(&format!("; SELECT pg_catalog.set_config({}, {}, false)", literal(name), literal(value)));
        }
    }
    sql
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted() {
        let text = |text: &str| Some(text.to_owned());
        let rows = vec![vec![text("search_path"), text("it's, \\ \"a\"")]];
        let restoring = sql(Some(&Reply { rows, ..Reply::default() }));
        assert!(restoring.ends_with(r#"set_config(E'search_path', E'it''s, \\ "a"', false)"#), "{restoring}");
    }
}
