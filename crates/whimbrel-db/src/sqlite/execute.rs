//! Running a migration's statement: as it is, or, where it is PostgreSQL's and its meaning can be kept, in
//! SQLite's words.

use rusqlite::config::DbConfig;
use whimbrel_source::lex::{Cursor, TokenKind};
use whimbrel_source::{ObjectName, Span, Statement};

use super::Sqlite;
use super::alter::referenced;
use super::error::from_sqlite;
use super::syntax::{cursor, literal, same};
use crate::DbError;
use crate::postgres::Reply;
use crate::sql::identifier;

impl Sqlite {
    /// Runs one statement of a migration. A statement that fails leaves nothing behind.
    pub fn execute(&self, statement: &Statement) -> Result<Reply, DbError> {
        self.execute_sql(&statement.sql)
    }

    /// The same, of its text.
    pub fn execute_sql(&self, sql: &str) -> Result<Reply, DbError> {
        let sql = without_semicolon(sql);
        let mut at = cursor(sql);
        if at.follows("ALTER TABLE") {
            self.alter_table(sql)
        } else if at.follows("DROP TABLE") {
            self.drop_tables(sql)
        } else if at.eat("TRUNCATE") {
            self.truncate(sql, at)
        } else if at.follows("CREATE INDEX") || at.follows("CREATE UNIQUE INDEX") {
            self.run_one(&plain_create_index(sql))
        } else if at.eat("DROP INDEX") {
            self.run_one(&plain_drop_index(sql, at))
        } else if at.eat("COMMIT") || at.eat("END") {
            self.commit().map(|()| Reply::default())
        } else if at.is("ROLLBACK") && !at.any(|token| token.is_word("TO")) {
            self.rollback().map(|()| Reply::default())
        } else if let Some(on) = foreign_keys_pragma(sql).filter(|_| self.in_transaction()) {
            // SQLite would ignore it here, and drop rows that the migration means to keep.
            self.enforce_foreign_keys(on).map(|()| Reply::default())
        } else {
            self.run_one(sql)
        }
    }

    /// `DROP TABLE` of several, with or without CASCADE. While foreign keys are enforced SQLite would delete
    /// the rows first, with all that their ON DELETE says; as in PostgreSQL, keys of other tables forbid it.
    fn drop_tables(&self, sql: &str) -> Result<Reply, DbError> {
        let mut at = cursor(sql);
        at.eat("DROP TABLE");
        let if_exists = at.eat("IF EXISTS");
        let Some(names) = names(&mut at) else { return self.run_one(sql) };
        let cascade = at.eat("CASCADE");
        at.eat("RESTRICT");
        let elsewhere = |name: &ObjectName| name.schema.as_deref().is_some_and(|schema| schema != "main");
        if at.peek().is_some() || names.iter().any(elsewhere) {
            return self.run_one(sql);
        }
        let tables: Vec<String> = names.into_iter().map(|name| name.name).collect();
        self.whole_or_not_at_all(|| {
            let fault = if cascade { self.schema_fault()? } else { None };
            if self.foreign_keys_enforced()? {
                self.free_of_children(&tables, cascade)?;
            }
            self.unenforced(|| {
                for table in &tables {
                    let exists = if if_exists { "IF EXISTS " } else { "" };
                    self.run_one(&format!("DROP TABLE {exists}{}", identifier(table)))?;
                }
                Ok(())
            })?;
            if cascade { self.refuse_new_faults(&tables[0], fault, true) } else { Ok(()) }
        })?;
        Ok(Reply::default())
    }

    fn free_of_children(&self, tables: &[String], cascade: bool) -> Result<(), DbError> {
        for table in tables {
            for reference in self.references_from_others(table, tables)? {
                if !cascade {
                    return Err(referenced(table, &reference.child, &reference.from.join(", ")));
                }
                self.drop_foreign_keys(&reference.child, table, |_| true)?;
            }
        }
        Ok(())
    }

    /// `TRUNCATE`: every row goes, no trigger runs, and foreign keys of other tables forbid it without CASCADE.
    fn truncate(&self, sql: &str, mut at: Cursor<'_>) -> Result<Reply, DbError> {
        at.eat("TABLE");
        at.eat("ONLY");
        let Some(names) = names(&mut at) else { return self.run_one(sql) };
        let restart = at.eat("RESTART IDENTITY");
        at.eat("CONTINUE IDENTITY");
        let cascade = at.eat("CASCADE");
        at.eat("RESTRICT");
        if at.peek().is_some() {
            return self.run_one(sql);
        }
        let mut tables: Vec<String> = names.into_iter().map(|name| name.name).collect();
        let mut affected = 0;
        let mut next = 0;
        while let Some(table) = tables.get(next).cloned() {
            for reference in self.references_from_others(&table, &tables)? {
                if !cascade {
                    return Err(referenced(&table, &reference.child, &reference.from.join(", ")));
                }
                tables.push(reference.child);
            }
            next += 1;
        }
        self.whole_or_not_at_all(|| {
            self.unenforced(|| {
                for table in &tables {
                    affected += self.run_one(&format!("DELETE FROM {}", identifier(table)))?.affected;
                    if restart && self.sequence_exists()? {
                        let name = literal(table);
                        self.run_one(&format!("DELETE FROM sqlite_sequence WHERE name = {name} COLLATE NOCASE"))?;
                    }
                }
                Ok(())
            })
        })?;
        Ok(Reply { affected, ..Reply::default() })
    }

    fn sequence_exists(&self) -> Result<bool, DbError> {
        let sql = "SELECT 1 FROM main.sqlite_schema WHERE name = 'sqlite_sequence'";
        self.query(sql, []).map(|reply| !reply.rows.is_empty())
    }

    /// Without foreign keys and triggers, where all that they could reach is dealt with.
    fn unenforced(&self, work: impl FnOnce() -> Result<(), DbError>) -> Result<(), DbError> {
        let enforced = self.foreign_keys_enforced()?;
        let triggers = |on| {
            let set = self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, on);
            set.map(drop).map_err(from_sqlite)
        };
        self.set_enforcement(false)?;
        triggers(false)?;
        let result = work();
        self.set_enforcement(enforced)?;
        triggers(true)?;
        result
    }
}

/// Names separated by commas.
fn names(at: &mut Cursor<'_>) -> Option<Vec<ObjectName>> {
    let mut names = vec![at.object_name()?.0];
    while at.eat_kind(TokenKind::Comma).is_some() {
        names.push(at.object_name()?.0);
    }
    Some(names)
}

/// Without CONCURRENTLY, which SQLite has no other way than, and `USING btree`, which is the only kind it has.
fn plain_create_index(sql: &str) -> String {
    let mut spans = Vec::new();
    let mut at = cursor(sql);
    let _ = at.eat("CREATE UNIQUE INDEX") || at.eat("CREATE INDEX");
    spans.extend(word(&mut at, "CONCURRENTLY"));
    if at.any(|token| token.is_word("ON")) && at.object_name().is_some() {
        let start = at.offset();
        if at.eat("USING BTREE") {
            spans.push(Span { start, end: at.offset() });
        }
    }
    blanked(sql, &spans)
}

/// Without CONCURRENTLY, CASCADE and RESTRICT: nothing depends on an index in SQLite.
fn plain_drop_index(sql: &str, mut at: Cursor<'_>) -> String {
    let mut spans = Vec::from_iter(word(&mut at, "CONCURRENTLY"));
    at.eat("IF EXISTS");
    if at.object_name().is_some() {
        spans.extend(word(&mut at, "CASCADE").or_else(|| word(&mut at, "RESTRICT")));
    }
    blanked(sql, &spans)
}

fn word(at: &mut Cursor<'_>, word: &str) -> Option<Span> {
    let token = at.peek().filter(|token| token.is_word(word))?;
    at.next();
    Some(token.span)
}

/// The text with blanks in place of some of it, so that positions in errors stay right.
fn blanked(sql: &str, spans: &[Span]) -> String {
    let mut text = sql.to_owned();
    for span in spans {
        text.replace_range(span.start..span.end, &" ".repeat(span.end - span.start));
    }
    text
}

/// What `PRAGMA foreign_keys = …` sets; `None` for everything else, asking for it included.
fn foreign_keys_pragma(sql: &str) -> Option<bool> {
    let mut at = cursor(sql);
    if !at.eat("PRAGMA") {
        return None;
    }
    let (name, _) = at.object_name()?;
    if !same(&name.name, "foreign_keys") {
        return None;
    }
    at.next()?;
    let value = at.next()?.text.trim_matches('\'').to_ascii_lowercase();
    Some(match value.as_str() {
        "on" | "yes" | "true" => true,
        "off" | "no" | "false" => false,
        number => number.parse::<i64>().ok()? != 0,
    })
}

fn without_semicolon(sql: &str) -> &str {
    let last = cursor(sql).last();
    match last {
        Some(token) if token.kind == TokenKind::Semicolon => &sql[..token.span.start],
        _ => sql,
    }
}
