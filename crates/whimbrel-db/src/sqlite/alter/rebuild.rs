//! The table rebuilt from its new definition: SQLite's documented way to do what its ALTER TABLE does not.
//! New table under another name, all rows, old table dropped, new one renamed, indexes and triggers again.

use rusqlite::config::DbConfig;
use whimbrel_source::lex::Token;

use super::copy::{Copy, column_names};
use super::definition::{Constraint, ConstraintKind, Definition};
use super::parse::Action;
use super::{edit, refuse};
use crate::DbError;
use crate::sql::identifier;
use crate::sqlite::Sqlite;
use crate::sqlite::error::from_sqlite;
use crate::sqlite::syntax::{mentions, normalized, same, slice};

/// An index or trigger, as it was created.
struct Dependent {
    kind: String,
    name: String,
    sql: String,
}

impl Sqlite {
    /// Does these actions by one rebuild.
    pub(super) fn rebuild_for(&self, table: &str, old: &Definition, actions: &[Action]) -> Result<(), DbError> {
        let mut definition = old.clone();
        for action in actions {
            self.free_of_references(table, &definition, action)?;
            let text = edit::edit(&definition, table, action)?;
            definition = Definition::parse(&text).map_err(|what| refuse::unreadable(table, &what))?;
            if let Action::DropColumn { cascade: true, .. } | Action::DropConstraint { cascade: true, .. } = action {
                definition = without_dangling_own_keys(table, definition)?;
            }
        }
        let copy = Copy::for_actions(old, &definition, actions)?;
        if definition == *old
            && copy.keeps_rows()
            && !actions.iter().any(|a| matches!(a, Action::ValidateConstraint { .. }))
        {
            return Ok(());
        }
        let cascade = actions.iter().any(|action| matches!(action, Action::DropColumn { cascade: true, .. }));
        let fault = self.schema_fault()?;
        self.rebuild(table, old, &definition, &copy)?;
        for action in actions {
            if let Action::ValidateConstraint { name } = action {
                self.validate_constraint(table, &definition, name)?;
            }
        }
        self.refuse_new_faults(table, fault, cascade)
    }

    /// Rebuilds `table` from `new`, with the rows that `copy` describes, and checks that it became just that.
    pub(in crate::sqlite::alter) fn rebuild(
        &self,
        table: &str,
        old: &Definition,
        new: &Definition,
        copy: &Copy,
    ) -> Result<(), DbError> {
        let mut related: Vec<String> =
            self.references_to(table)?.into_iter().map(|reference| reference.child).collect();
        related.push(table.to_owned());
        related.sort();
        related.dedup();
        // Where keys do not match their parents already, there is nothing to compare.
        let orphans = self.orphans(&related).ok();

        self.check_rows(table, old, new, copy)?;
        self.unchecked(|| self.replace_table(table, old, new, copy))?;

        if let Some(orphans) = orphans {
            self.refuse_new_orphans(table, orphans, &related, &copy.unchecked_keys)?;
        }
        self.compare(table, new)
    }

    /// Runs `work` with foreign keys and checks not enforced and renames not followed into other objects.
    fn unchecked(&self, work: impl FnOnce() -> Result<(), DbError>) -> Result<(), DbError> {
        let enforced = self.foreign_keys_enforced()?;
        let set = |enforced: bool, off: bool| -> Result<(), DbError> {
            self.set_enforcement(enforced)?;
            let legacy = DbConfig::SQLITE_DBCONFIG_LEGACY_ALTER_TABLE;
            self.connection.set_db_config(legacy, off).map_err(from_sqlite)?;
            self.run_sql(if off {
                "PRAGMA ignore_check_constraints = ON"
            } else {
                "PRAGMA ignore_check_constraints = OFF"
            })
            .map(drop)
        };
        set(false, true)?;
        let result = work();
        set(enforced, false)?;
        result
    }

    fn replace_table(&self, table: &str, old: &Definition, new: &Definition, copy: &Copy) -> Result<(), DbError> {
        let temporary = self.free_name(table)?;
        let sequence = self.sequence(table)?;
        let statistics = self.statistics(table)?;
        let dependents = self.dependents(table)?;
        let gone: Vec<&str> =
            old.columns.iter().map(|column| column.name.as_str()).filter(|name| new.column(name).is_none()).collect();
        let kept = self.still_possible(dependents, table, &gone)?;

        let mut create = new.text.clone();
        create.replace_range(new.name_span.start..new.name_span.end, &identifier(&temporary));
        let as_named = |error: DbError| renamed(error, &temporary, table);
        self.run_one(&create).map_err(as_named)?;
        let rows = self.count(&format!("SELECT count(*) FROM {}", identifier(table)))?;
        let copied = self.copy_rows(table, &temporary, old, new, copy).map_err(as_named)?;
        if i64::try_from(copied) != Ok(rows) {
            return Err(refuse::not_as_intended(table, &format!("{copied} of its {rows} rows were copied")));
        }
        for (name, condition) in &copy.new_checks {
            self.refuse_unsatisfied(table, &temporary, name, condition)?;
        }
        self.run_one(&format!("DROP TABLE {}", identifier(table)))?;
        self.run_one(&format!("ALTER TABLE {} RENAME TO {}", identifier(&temporary), identifier(table)))?;
        if new.primary_key().is_some_and(|key| mentions(slice(&new.text, key.span), "AUTOINCREMENT")) {
            self.set_sequence(table, sequence)?;
        }
        for dependent in &kept {
            self.run_one(&dependent.sql)?;
        }
        self.set_statistics(table, statistics)
    }

    fn free_name(&self, table: &str) -> Result<String, DbError> {
        let mut name = format!("whimbrel_new_{table}");
        while self.schema_entry(&name)?.is_some() {
            name.push('_');
        }
        Ok(name)
    }

    /// Indexes, then triggers, in the order of their creation; not those that belong to constraints.
    fn dependents(&self, table: &str) -> Result<Vec<Dependent>, DbError> {
        let sql =
            "SELECT type, name, sql FROM main.sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL
                   AND tbl_name = ?1 COLLATE NOCASE ORDER BY type, rowid";
        let read = || -> rusqlite::Result<Vec<Dependent>> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let row =
                |row: &rusqlite::Row<'_>| Ok(Dependent { kind: row.get(0)?, name: row.get(1)?, sql: row.get(2)? });
            statement.query_map([table], row)?.collect()
        };
        read().map_err(from_sqlite)
    }

    /// Without the indexes over columns that are gone, which go with them.
    fn still_possible(&self, all: Vec<Dependent>, table: &str, gone: &[&str]) -> Result<Vec<Dependent>, DbError> {
        let mut kept = Vec::new();
        for dependent in all {
            let uses = |text: &str| gone.iter().any(|name| mentions(text, name));
            if dependent.kind == "index" && !gone.is_empty() {
                let sql = "SELECT name FROM pragma_index_xinfo(?1) WHERE key = 1";
                let columns = self.query(sql, [&dependent.name])?.rows;
                let mut plain = columns.iter().flatten().flatten();
                let over_gone = plain.any(|column| gone.iter().any(|name| same(name, column)));
                let is_plain = columns.iter().flatten().all(Option::is_some);
                let condition = where_clause(&dependent.sql);
                if over_gone || uses(condition) || (!is_plain && uses(after_table(&dependent.sql, table))) {
                    continue;
                }
            }
            kept.push(dependent);
        }
        Ok(kept)
    }

    /// Compares what SQLite read from the new definition with what was meant.
    fn compare(&self, table: &str, new: &Definition) -> Result<(), DbError> {
        let Some((_, _, text)) = self.schema_entry(table)? else {
            return Err(refuse::not_as_intended(table, "it is gone"));
        };
        let is = Definition::parse(&text).map_err(|what| refuse::unreadable(table, &what))?;
        let body = |definition: &Definition| normalized(&definition.text[definition.name_span.end..]);
        if body(&is) != body(new) {
            return Err(refuse::not_as_intended(table, "its definition is another one"));
        }
        let read = self.query("SELECT name, type FROM pragma_table_xinfo(?1) ORDER BY cid", [table])?.rows;
        let as_meant = |row: &[Option<String>], column: &super::definition::Column| match row {
            [name, type_name] => {
                let type_name = type_name.as_deref().unwrap_or_default();
                name.as_deref().is_some_and(|name| same(name, &column.name))
                    && type_words(type_name) == type_words(new.type_of(column))
            }
            _ => false,
        };
        let equal =
            read.len() == new.columns.len() && read.iter().zip(&new.columns).all(|(row, column)| as_meant(row, column));
        if !equal {
            return Err(refuse::not_as_intended(
                table,
                &format!("SQLite reads other columns than {}", column_names(new)),
            ));
        }
        let keys = new.all_constraints().filter(|c| c.kind == ConstraintKind::ForeignKey).count();
        let found = self.query("SELECT count(DISTINCT id) FROM pragma_foreign_key_list(?1)", [table])?.rows;
        if found != [[Some(keys.to_string())]] {
            return Err(refuse::not_as_intended(table, "SQLite reads other foreign keys"));
        }
        // Compiled and not run: names in defaults are looked up only then.
        let insert = format!("INSERT INTO {} DEFAULT VALUES", identifier(table));
        match self.connection.prepare(&insert) {
            Err(error) if error.to_string().contains("function") => Err(from_sqlite(error)),
            _ => Ok(()),
        }
    }

    /// Foreign keys of other tables to what goes: an error, or dropped with CASCADE.
    fn free_of_references(&self, table: &str, definition: &Definition, action: &Action) -> Result<(), DbError> {
        let (goes, cascade): (Vec<String>, bool) = match action {
            Action::DropColumn { name, cascade, .. } => (vec![name.clone()], *cascade),
            Action::DropConstraint { name, cascade, .. } => {
                let constraint = edit::find_constraint(definition, table, name)?;
                let is_key = matches!(constraint.kind, ConstraintKind::PrimaryKey | ConstraintKind::Unique);
                if !is_key || definition.all_constraints().any(|other| is_same_key(other, constraint)) {
                    return Ok(());
                }
                (constraint.columns.clone(), *cascade)
            }
            _ => return Ok(()),
        };
        let is_whole_key = matches!(action, Action::DropConstraint { .. });
        let key = definition.primary_key().map(|key| key.columns.clone()).unwrap_or_default();
        let reaches = |to: &[String]| {
            let to = if to.is_empty() { &key } else { to };
            let has = |name: &String| to.iter().any(|column| same(column, name));
            if is_whole_key { goes.len() == to.len() && goes.iter().all(has) } else { goes.iter().any(has) }
        };
        for reference in self.references_to(table)?.iter().filter(|reference| reaches(&reference.to)) {
            // A key of the column itself goes with it.
            let own =
                same(&reference.child, table) && reference.from.iter().any(|from| goes.iter().any(|g| same(g, from)));
            if own && !is_whole_key {
                continue;
            }
            if !cascade {
                return Err(refuse::referenced(table, &reference.child, &reference.from.join(", ")));
            }
            if !same(&reference.child, table) {
                self.drop_foreign_keys(&reference.child, table, |to| reaches(to))?;
            }
        }
        Ok(())
    }

    /// Rebuilds `child` without its foreign keys to `parent` that `goes` is true for, given the parent's columns.
    pub(in crate::sqlite) fn drop_foreign_keys(
        &self,
        child: &str,
        parent: &str,
        goes: impl Fn(&[String]) -> bool,
    ) -> Result<(), DbError> {
        let Some((_, child, text)) = self.schema_entry(child)? else { return Ok(()) };
        let old = Definition::parse(&text).map_err(|what| refuse::unreadable(&child, &what))?;
        let points_there =
            |key: &Constraint| key.parent.as_ref().is_some_and(|to| same(&to.table, parent) && goes(&to.columns));
        let Some(text) = edit::without_foreign_keys(&old, points_there) else { return Ok(()) };
        let new = Definition::parse(&text).map_err(|what| refuse::unreadable(&child, &what))?;
        self.rebuild(&child, &old, &new, &Copy::unchanged(&old, &new))
    }

    /// Fails where a view or trigger no longer works that did; drops it with CASCADE.
    pub(in crate::sqlite) fn refuse_new_faults(
        &self,
        table: &str,
        before: Option<String>,
        cascade: bool,
    ) -> Result<(), DbError> {
        while let Some(fault) = self.schema_fault()? {
            if before.as_ref() == Some(&fault) {
                break;
            }
            let Some((kind, name)) = faulty_object(&fault) else {
                return Err(refuse::still_used(table, "something", &fault));
            };
            if !cascade {
                return Err(refuse::still_used(table, &format!("{kind} {name}"), &fault));
            }
            self.run_one(&format!("DROP {kind} {}", identifier(name)))?;
        }
        Ok(())
    }
}

/// `error in view v: no such column: x`
fn faulty_object(fault: &str) -> Option<(&'static str, &str)> {
    for (start, kind) in [("error in view ", "view"), ("error in trigger ", "trigger")] {
        if let Some(rest) = fault.strip_prefix(start) {
            return rest.split_once(": ").map(|(name, _)| (kind, name));
        }
    }
    None
}

fn is_same_key(other: &Constraint, constraint: &Constraint) -> bool {
    matches!(other.kind, ConstraintKind::PrimaryKey | ConstraintKind::Unique)
        && other.span != constraint.span
        && other.columns.len() == constraint.columns.len()
        && other.columns.iter().all(|name| constraint.columns.iter().any(|column| same(column, name)))
}

/// Drops the table's foreign keys to columns or keys of its own that are gone.
fn without_dangling_own_keys(table: &str, definition: Definition) -> Result<Definition, DbError> {
    let dangling = |key: &Constraint| {
        key.parent.as_ref().is_some_and(|parent| {
            same(&parent.table, table)
                && (parent.columns.iter().any(|name| definition.column(name).is_none())
                    || (parent.columns.is_empty() && definition.primary_key().is_none()))
        })
    };
    match edit::without_foreign_keys(&definition, dangling) {
        Some(text) => Definition::parse(&text).map_err(|what| refuse::unreadable(table, &what)),
        None => Ok(definition),
    }
}

/// A type as SQLite tells it, which takes quotes off.
fn type_words(type_name: &str) -> String {
    let word = |token: Token<'_>| token.identifier().map_or(token.text.to_owned(), |word| word.to_ascii_lowercase());
    crate::sqlite::syntax::cursor(type_name).map(word).collect::<Vec<_>>().join(" ")
}

fn where_clause(sql: &str) -> &str {
    let mut at = crate::sqlite::syntax::cursor(sql);
    at.find(|token| token.is_word("WHERE")).map_or("", |token| &sql[token.span.end..])
}

/// The rest of `CREATE INDEX name ON table …`.
fn after_table<'a>(sql: &'a str, table: &str) -> &'a str {
    let mut at = crate::sqlite::syntax::cursor(sql);
    if at.any(|token| token.is_word("ON"))
        && let Some((name, span)) = at.object_name()
        && same(&name.name, table)
    {
        return &sql[span.end..];
    }
    sql
}

fn renamed(mut error: DbError, temporary: &str, table: &str) -> DbError {
    error.message = error.message.replace(temporary, table);
    error.table = error.table.map(|name| name.replace(temporary, table));
    error.position = None;
    error
}
