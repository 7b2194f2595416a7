//! Moving the rows from the old table to the new one.

use super::action::check_name;
use super::cast;
use super::check::key_shape;
use super::convert::Meaning;
use super::definition::{ConstraintKind, Definition};
use super::parse::Action;
use crate::DbError;
use crate::sql::identifier;
use crate::sqlite::Sqlite;
use crate::sqlite::syntax::{quoted_list, same, slice};

/// What fills the columns of the new table.
pub(super) struct Copy {
    /// Column of the new table, and the expression over the old one; columns left out get their default.
    pub columns: Vec<(String, String)>,
    /// Columns that get a new type without saying how: the values must fit.
    pub converted: Vec<String>,
    /// Foreign keys added as NOT VALID, by shape.
    pub unchecked_keys: Vec<String>,
    /// Expressions of CHECK constraints added and not NOT VALID, with what to call them.
    pub new_checks: Vec<(String, String)>,
    /// Column lists that become unique.
    pub new_keys: Vec<Vec<String>>,
}

impl Copy {
    /// All rows as they are.
    pub fn unchanged(old: &Definition, new: &Definition) -> Self {
        let kept = |name: &str| old.column(name).is_some_and(|column| !column.is_generated());
        let columns = new
            .columns
            .iter()
            .filter(|column| !column.is_generated() && kept(&column.name))
            .map(|column| (column.name.clone(), identifier(&column.name)))
            .collect();
        Self {
            columns,
            converted: Vec::new(),
            unchecked_keys: Vec::new(),
            new_checks: Vec::new(),
            new_keys: Vec::new(),
        }
    }

    /// What these actions make of the rows.
    pub fn for_actions(old: &Definition, new: &Definition, actions: &[Action]) -> Result<Self, DbError> {
        let mut copy = Self::unchanged(old, new);
        for action in actions {
            match action {
                // Also where a column of that name was dropped by the same statement.
                Action::AddColumn { text, column, .. } => {
                    copy.columns.retain(|(name, _)| !same(name, &column.name));
                    let sets_default = |action: &Action| match action {
                        Action::SetDefault { column: name, .. } | Action::DropDefault { column: name } => {
                            same(name, &column.name)
                        }
                        _ => false,
                    };
                    if actions.iter().any(sets_default) {
                        // Rows there are get the default of ADD COLUMN, not the one set after it.
                        let default = column.find(ConstraintKind::Default).and_then(|default| default.expression);
                        let value = default.map_or("NULL", |span| slice(text, span));
                        copy.columns.push((column.name.clone(), value.to_owned()));
                    }
                    for constraint in &column.constraints {
                        copy.add_constraint(text, constraint, false);
                    }
                }
                Action::AddConstraint { text, constraint, not_valid } => {
                    copy.add_constraint(text, constraint, *not_valid);
                }
                Action::SetType { column, type_name, using, .. } => {
                    copy.set_type(old, column, type_name, using.as_deref())?;
                }
                _ => {}
            }
        }
        Ok(copy)
    }

    fn set_type(&mut self, old: &Definition, column: &str, to: &str, using: Option<&str>) -> Result<(), DbError> {
        let meaning = Meaning::of(to);
        let was = old.column(column).map(|column| Meaning::of(old.type_of(column)));
        let Some(copied) = self.columns.iter_mut().find(|(name, _)| same(name, column)) else { return Ok(()) };
        let must_fit = match using {
            None => was != Some(meaning),
            Some(using) => {
                let (expression, only_cast) = cast::using(using, meaning)?;
                copied.1 = format!("({expression})");
                only_cast
            }
        };
        if must_fit {
            self.converted.push(copied.0.clone());
        }
        Ok(())
    }

    fn add_constraint(&mut self, text: &str, constraint: &super::definition::Constraint, not_valid: bool) {
        match constraint.kind {
            ConstraintKind::Check if !not_valid => {
                let condition = constraint.expression.map(|span| slice(text, span)).unwrap_or_default().to_owned();
                let name = check_name(constraint, &condition);
                self.new_checks.push((name, condition));
            }
            ConstraintKind::ForeignKey if not_valid => self.unchecked_keys.push(key_shape(constraint)),
            ConstraintKind::PrimaryKey | ConstraintKind::Unique => self.new_keys.push(constraint.columns.clone()),
            _ => {}
        }
    }

    /// Whether every column is filled with what it held.
    pub fn keeps_rows(&self) -> bool {
        self.converted.is_empty() && self.columns.iter().all(|(name, source)| *source == identifier(name))
    }

    /// The expression that fills a column, where one does.
    pub fn source(&self, column: &str) -> Option<&str> {
        self.columns.iter().find(|(name, _)| same(name, column)).map(|(_, source)| source.as_str())
    }
}

impl Sqlite {
    /// Fails for rows that the new definition cannot hold.
    pub(super) fn check_rows(
        &self,
        table: &str,
        old: &Definition,
        new: &Definition,
        copy: &Copy,
    ) -> Result<(), DbError> {
        for name in &copy.converted {
            let (Some(column), Some(source)) = (new.column(name), copy.source(name)) else { continue };
            self.refuse_lossy(table, name, new.type_of(column), source)?;
        }
        for column in new.columns.iter().filter(|column| !column.is_generated()) {
            let was_not_null = old.column(&column.name).is_some_and(|c| c.find(ConstraintKind::NotNull).is_some());
            let is_alias = new.rowid_alias().is_some_and(|alias| alias.name == column.name);
            let in_new_key = copy.new_keys.iter().flatten().any(|name| same(name, &column.name))
                && new.primary_key().is_some_and(|key| key.columns.iter().any(|name| same(name, &column.name)));
            let must_be = column.find(ConstraintKind::NotNull).is_some() || in_new_key;
            match copy.source(&column.name) {
                Some(source) if must_be && (!was_not_null || source != identifier(&column.name)) => {
                    self.refuse_nulls(table, &column.name, source)?;
                }
                None if must_be && !is_alias && column.find(ConstraintKind::Default).is_none() => {
                    self.refuse_nulls(table, &column.name, "NULL")?;
                }
                _ => {}
            }
        }
        for key in &copy.new_keys {
            if key.iter().all(|name| copy.source(name).is_some_and(|source| source == identifier(name))) {
                self.refuse_duplicates(table, key)?;
            }
        }
        Ok(())
    }

    /// Copies every row; gives how many.
    pub(super) fn copy_rows(
        &self,
        from: &str,
        to: &str,
        old: &Definition,
        new: &Definition,
        copy: &Copy,
    ) -> Result<u64, DbError> {
        let mut columns: Vec<String> = copy.columns.iter().map(|(name, _)| identifier(name)).collect();
        let mut sources: Vec<String> = copy.columns.iter().map(|(_, source)| source.clone()).collect();
        let alias_is_copied = new.rowid_alias().is_some_and(|alias| copy.source(&alias.name).is_some());
        if !new.without_rowid
            && !old.without_rowid
            && !alias_is_copied
            && let Some(rowid) = rowid_name(old, new)
        {
            columns.push(rowid.to_owned());
            sources.push(rowid.to_owned());
        }
        if columns.is_empty() {
            return Ok(0);
        }
        let sql = format!(
            "INSERT INTO {} ({}) SELECT {} FROM {}",
            identifier(to),
            columns.join(", "),
            sources.join(", "),
            identifier(from)
        );
        self.run_one(&sql).map(|reply| reply.affected)
    }

    /// Keeps what AUTOINCREMENT has counted to.
    pub(super) fn sequence(&self, table: &str) -> Result<Option<i64>, DbError> {
        if self.count("SELECT count(*) FROM main.sqlite_schema WHERE name = 'sqlite_sequence'")? == 0 {
            return Ok(None);
        }
        let reply = self.query("SELECT seq FROM sqlite_sequence WHERE name = ?1 COLLATE NOCASE", [table])?;
        Ok(reply
            .rows
            .into_iter()
            .next()
            .and_then(|row| row.into_iter().next().flatten())
            .and_then(|seq| seq.parse().ok()))
    }

    /// Sets it again.
    pub(super) fn set_sequence(&self, table: &str, sequence: Option<i64>) -> Result<(), DbError> {
        let Some(sequence) = sequence else { return Ok(()) };
        let parameters = rusqlite::params![table, sequence];
        self.query("DELETE FROM sqlite_sequence WHERE name = ?1 COLLATE NOCASE", [table])?;
        self.query("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)", parameters).map(drop)
    }

    /// The statistics that ANALYZE left, which go with the table.
    pub(super) fn statistics(&self, table: &str) -> Result<Vec<Vec<Option<String>>>, DbError> {
        if self.count("SELECT count(*) FROM main.sqlite_schema WHERE name = 'sqlite_stat1'")? == 0 {
            return Ok(Vec::new());
        }
        self.query("SELECT idx, stat FROM sqlite_stat1 WHERE tbl = ?1 COLLATE NOCASE", [table]).map(|reply| reply.rows)
    }

    /// Puts them back, for the indexes that are still there.
    pub(super) fn set_statistics(&self, table: &str, statistics: Vec<Vec<Option<String>>>) -> Result<(), DbError> {
        for row in statistics {
            let [index, stat] = row.as_slice() else { continue };
            self.query(
                "INSERT INTO sqlite_stat1 (tbl, idx, stat) SELECT ?1, ?2, ?3 WHERE ?2 IS NULL OR ?2 IN \
                 (SELECT name FROM main.sqlite_schema WHERE type = 'index' AND tbl_name = ?1 COLLATE NOCASE)",
                rusqlite::params![table, index, stat],
            )?;
        }
        Ok(())
    }

    /// Runs one statement as it is.
    pub(in crate::sqlite) fn run_one(&self, sql: &str) -> Result<crate::postgres::Reply, DbError> {
        Ok(self.run_sql(sql)?.pop().unwrap_or_default())
    }
}

/// A name for the rowid that no column takes.
fn rowid_name(old: &Definition, new: &Definition) -> Option<&'static str> {
    ["rowid", "_rowid_", "oid"].into_iter().find(|name| old.column(name).is_none() && new.column(name).is_none())
}

/// The columns of a definition that are stored, for comparing.
pub(super) fn column_names(definition: &Definition) -> String {
    quoted_list(definition.columns.iter().map(|column| column.name.as_str()))
}
