//! Items of a script's statements: what is run, what is left out, and which settings are in force where.

use std::sync::Arc;

use whimbrel_source::lex::{Cursor, TokenKind};
use whimbrel_source::{Engine, Kind, Statement};

use super::item::Item;
use super::{Remark, Roles, Script, names, refuse, sweeping};
use whimbrel_source::SourceError;

/// What a script comes to.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    pub items: Vec<Item>,
    pub remarks: Vec<Remark>,
    pub refused: Vec<SourceError>,
}

/// Settings in force, while a file is gone through.
#[derive(Default)]
struct InForce {
    /// Items, and whether the setting ends with the transaction.
    settings: Vec<(usize, bool)>,
    in_transaction: bool,
}

/// Goes through all statements. Settings of one file mean nothing in the next: a `SET search_path` there is forgotten.
pub(super) fn prepare(script: &Script, roles: Roles) -> Prepared {
    let mut prepared = Prepared::default();
    let mut in_force = InForce::default();
    let mut file = None;
    for (index, statement) in script.statements().iter().enumerate() {
        let its_file = script.file(index).path.as_path();
        if file.is_some_and(|file| file != its_file) {
            in_force = InForce::default();
        }
        file = Some(its_file);
        match refuse::verdict(statement, script.engine(), roles) {
            refuse::Verdict::Run => prepared.add(script, index, &mut in_force),
            refuse::Verdict::Skip(message) => prepared.remark(script, index, message),
            refuse::Verdict::Refuse { message, remedy } => {
                let (file, span) = script.first_line(index);
                let error = SourceError::new(message).at(&file, span, "has no business in a schema");
                prepared.refused.push(error.remedy(remedy));
            }
            refuse::Verdict::Begin => {
                in_force.in_transaction = true;
                prepared.remark(script, index, refuse::ONE_TRANSACTION.to_owned());
            }
            refuse::Verdict::Commit => {
                if std::mem::take(&mut in_force.in_transaction) {
                    in_force.settings.retain(|(_, local)| !local);
                }
                prepared.remark(script, index, refuse::ONE_TRANSACTION.to_owned());
            }
        }
    }
    prepared
}

impl Prepared {
    fn remark(&mut self, script: &Script, statement: usize, message: String) {
        self.remarks.push(Remark { statement, message, at: script.first_line(statement) });
    }

    fn add(&mut self, script: &Script, index: usize, in_force: &mut InForce) {
        let statement = &script.statements()[index];
        let engine = script.engine();
        let setting = if engine == Engine::Postgres { setting(statement) } else { None };
        if let Some(scope) = setting {
            in_force.settings.push((self.items.len(), scope == Scope::Local && in_force.in_transaction));
        }
        let verb = statement.verb();
        let plain = plain(statement, engine);
        self.items.push(Item {
            statement: index,
            changed: plain.is_some(),
            sql: plain.unwrap_or_else(|| statement.sql.clone()),
            part: None,
            settings: in_force.settings.iter().map(|(item, _)| *item).collect::<Arc<[usize]>>(),
            is_setting: setting.is_some(),
            rows: statement.copy_data,
            is_data: is_data(statement, &verb),
            is_sweeping: engine == Engine::Postgres && sweeping::is(statement, &verb),
            is_routine: matches!(verb.as_str(), "CREATE FUNCTION" | "CREATE PROCEDURE"),
            unchecked: false,
            makes: names::made(statement, engine),
            drops: names::dropped(statement, engine),
            wants: names::wanted(statement, engine),
        });
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Session,
    Local,
}

/// `SET`, `RESET`, and what pg_dump writes instead: `SELECT pg_catalog.set_config(…)`.
fn setting(statement: &Statement) -> Option<Scope> {
    let mut words = Cursor::new(&statement.sql, Engine::Postgres);
    match &statement.kind {
        Kind::SetSession => Some(Scope::Session),
        Kind::Other(verb) if verb == "SET LOCAL" => Some(Scope::Local),
        Kind::Query if words.eat("SELECT") => {
            let called = words.object_name().is_some_and(|(name, _)| name.name == "set_config");
            (called && words.group().is_some() && words.peek().is_none()).then_some(Scope::Session)
        }
        _ => None,
    }
}

/// Whether it reads or writes rows. A `DO` block is taken for one that defines something, as most do.
fn is_data(statement: &Statement, verb: &str) -> bool {
    use Kind::{CopyIn, Delete, Insert, Merge, Query, Update};
    matches!(statement.kind, Insert | Update | Delete | Merge | CopyIn | Query)
        || ["TRUNCATE", "CALL", "EXECUTE", "REFRESH MATERIALIZED", "SET CONSTRAINTS"]
            .iter()
            .any(|v| verb.starts_with(v))
}

/// Without what needs a transaction of its own: CONCURRENTLY, whose place blanks take, and FREEZE.
fn plain(statement: &Statement, engine: Engine) -> Option<String> {
    let last = match &statement.kind {
        _ if engine == Engine::Sqlite => return None,
        Kind::CopyIn => return unfrozen(&statement.sql),
        Kind::CreateIndex { concurrently: true, .. } | Kind::DropIndex { concurrently: true, .. } => false,
        Kind::AlterTable { detach_concurrently: true, .. } => true,
        _ => return None,
    };
    let sql = &statement.sql;
    let mut found = Cursor::new(sql, engine).filter(|token| token.is_word("CONCURRENTLY"));
    let span = if last { found.last() } else { found.next() }?.span;
    Some(format!("{}{}{}", &sql[..span.start], " ".repeat(span.len()), &sql[span.end..]))
}

/// `COPY … FROM STDIN … FREEZE`, which only where the table was made in the same transaction and subtransaction works.
fn unfrozen(sql: &str) -> Option<String> {
    let mut words = Cursor::new(sql, Engine::Postgres);
    words.find(|token| token.is_word("STDIN"))?;
    words.eat("WITH");
    let in_list = words.is_kind(TokenKind::LeftParen);
    let freeze = words.find(|token| token.is_word("FREEZE"))?;
    let value = words.peek().filter(|token| in_list && matches!(token.kind, TokenKind::Word | TokenKind::Number));
    let end = value.map_or(freeze.span.end, |value| value.span.end);
    let instead = if in_list { "FREEZE false" } else { "" };
    Some(format!("{}{instead}{}", &sql[..freeze.span.start], &sql[end..]))
}

#[cfg(test)]
mod tests {
    use super::unfrozen;

    #[test]
    fn rows_are_not_frozen() {
        let check = |sql, expected: Option<&str>| assert_eq!(unfrozen(sql).as_deref(), expected, "{sql}");
        check("COPY t FROM STDIN", None);
        check("COPY freeze (freeze) FROM STDIN WITH (FORMAT csv)", None);
        check("COPY t FROM STDIN (FREEZE)", Some("COPY t FROM STDIN (FREEZE false)"));
        check("COPY t FROM STDIN WITH (FREEZE, FORMAT csv)", Some("COPY t FROM STDIN WITH (FREEZE false, FORMAT csv)"));
        check(
            "COPY t FROM STDIN WITH (FORMAT csv, freeze on)",
            Some("COPY t FROM STDIN WITH (FORMAT csv, FREEZE false)"),
        );
        check("COPY t FROM STDIN WITH CSV FREEZE", Some("COPY t FROM STDIN WITH CSV "));
    }
}
