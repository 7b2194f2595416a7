//! One action of an `ALTER TABLE`, done to the text of a definition. Pure.

use whimbrel_source::Span;

use super::cast;
use super::convert::Meaning;
use super::definition::{Constraint, ConstraintKind, Definition};
use super::layout::{self, Edits};
use super::names;
use super::parse::Action;
use super::refuse;
use crate::DbError;
use crate::sqlite::syntax::{mentions, same, slice};

/// The text after `action`; `table` is the table's name. What is there and must not be, or is missing, is an error.
pub(super) fn edit(definition: &Definition, table: &str, action: &Action) -> Result<String, DbError> {
    let mut edits = Edits::default();
    match action {
        Action::AddColumn { text, column, .. } => {
            if definition.column(&column.name).is_some() {
                return Err(refuse::column_exists(table, &column.name));
            }
            layout::add_column(definition, text, &mut edits);
        }
        Action::DropColumn { name, cascade, .. } => drop_column(definition, table, name, *cascade, &mut edits)?,
        Action::SetType { column, type_name, collate, .. } => {
            let column = find_column(definition, table, column)?;
            if definition.rowid_alias() == Some(column) {
                // `INTEGER PRIMARY KEY` has 64 bits and numbers its rows; under any other integer type it would
                // stop numbering, and take NULL.
                if Meaning::of(type_name) == Meaning::Integer {
                    return Ok(definition.text.clone());
                }
                set_not_null(definition, table, &column.name, &mut edits)?;
            }
            match column.type_span {
                Some(span) => edits.replace(span, type_name),
                None => edits.insert(column.name_span.end, format!(" {type_name}")),
            }
            let old = column.find(ConstraintKind::Collate);
            match (collate, old) {
                (Some(collate), Some(old)) => edits.replace(old.span, format!("COLLATE {collate}")),
                (Some(collate), None) => edits.insert(column.span.end, format!(" COLLATE {collate}")),
                (None, _) => {}
            }
        }
        Action::SetDefault { column, value } => {
            let column = find_column(definition, table, column)?;
            let text = format!("DEFAULT {}", cast::default_value(value)?);
            match column.find(ConstraintKind::Default) {
                Some(old) => edits.replace(old.span, text),
                None => edits.insert(column.type_span.unwrap_or(column.name_span).end, format!(" {text}")),
            }
        }
        Action::DropDefault { column } => {
            let column = find_column(definition, table, column)?;
            remove_inline(definition, column.find(ConstraintKind::Default), &mut edits);
        }
        Action::SetNotNull { column } => set_not_null(definition, table, column, &mut edits)?,
        Action::DropNotNull { column } => {
            let column = find_column(definition, table, column)?;
            if definition.primary_key().is_some_and(|key| key.columns.iter().any(|name| same(name, &column.name))) {
                return Err(refuse::in_primary_key(table, &column.name));
            }
            remove_inline(definition, column.find(ConstraintKind::NotNull), &mut edits);
        }
        Action::AddConstraint { text, constraint, .. } => {
            add_constraint(definition, table, text, constraint, &mut edits)?
        }
        Action::DropConstraint { name, .. } => {
            let constraint = find_constraint(definition, table, name)?;
            // PostgreSQL's columns stay NOT NULL; a rowid was never NULL, so say it where it was not said.
            if constraint.kind == ConstraintKind::PrimaryKey
                && let Some(alias) = definition.rowid_alias()
            {
                set_not_null(definition, table, &alias.name, &mut edits)?;
            }
            if constraint.kind == ConstraintKind::PrimaryKey && definition.without_rowid {
                return Err(refuse::without_rowid_key(table));
            }
            remove_constraint(definition, constraint, &mut edits);
        }
        Action::RenameConstraint { from, to } => {
            let constraint = find_constraint(definition, table, from)?;
            if names::find(definition, table, to.trim_matches('"')).is_some() {
                return Err(refuse::constraint_exists(table, to));
            }
            match &constraint.name {
                Some((_, span)) => edits.replace(*span, to),
                None => edits.insert(constraint.span.start, format!("CONSTRAINT {to} ")),
            }
        }
        Action::ValidateConstraint { name } => {
            find_constraint(definition, table, name)?;
        }
        Action::Rename { .. } => {}
    }
    Ok(edits.apply(&definition.text))
}

/// The column, or the error that it does not exist.
pub(super) fn find_column<'a>(
    definition: &'a Definition,
    table: &str,
    name: &str,
) -> Result<&'a super::definition::Column, DbError> {
    definition.column(name).ok_or_else(|| refuse::no_column(table, name))
}

/// The constraint, or the error that it does not exist.
pub(super) fn find_constraint<'a>(
    definition: &'a Definition,
    table: &str,
    name: &str,
) -> Result<&'a Constraint, DbError> {
    names::find(definition, table, name).ok_or_else(|| refuse::no_constraint(table, name))
}

fn set_not_null(definition: &Definition, table: &str, column: &str, edits: &mut Edits) -> Result<(), DbError> {
    let column = find_column(definition, table, column)?;
    if column.find(ConstraintKind::NotNull).is_some() {
        return Ok(());
    }
    match column.find(ConstraintKind::Null) {
        Some(null) => edits.replace(null.span, "NOT NULL"),
        None => edits.insert(column.type_span.unwrap_or(column.name_span).end, " NOT NULL"),
    }
    Ok(())
}

fn add_constraint(
    definition: &Definition,
    table: &str,
    text: &str,
    constraint: &Constraint,
    edits: &mut Edits,
) -> Result<(), DbError> {
    for column in &constraint.columns {
        find_column(definition, table, column)?;
    }
    if let Some((name, _)) = &constraint.name
        && names::find(definition, table, name).is_some()
    {
        return Err(refuse::constraint_exists(table, name));
    }
    if constraint.kind == ConstraintKind::PrimaryKey {
        if definition.primary_key().is_some() {
            return Err(refuse::second_primary_key(table));
        }
        // SQLite alone would let a key be NULL.
        for column in &constraint.columns {
            set_not_null(definition, table, column, edits)?;
        }
    }
    layout::add_constraint(definition, text, edits);
    Ok(())
}

/// As PostgreSQL: with it go the constraints that name it; generated columns only with CASCADE.
fn drop_column(
    definition: &Definition,
    table: &str,
    name: &str,
    cascade: bool,
    edits: &mut Edits,
) -> Result<(), DbError> {
    find_column(definition, table, name)?;
    let mut dropped: Vec<&str> = vec![name];
    // Generated columns may be made of generated columns.
    while let Some(column) = definition.columns.iter().find(|column| {
        !dropped.iter().any(|name| same(name, &column.name)) && generated_from(definition, column, &dropped)
    }) {
        if !cascade {
            return Err(refuse::generated_from(table, name, &column.name));
        }
        dropped.push(&column.name);
    }
    let is_dropped = |name: &str| dropped.iter().any(|dropped| same(dropped, name));
    if definition.columns.iter().all(|column| is_dropped(&column.name)) {
        return Err(refuse::last_column(table, name));
    }
    let goes = |constraint: &Constraint| match constraint.kind {
        ConstraintKind::Check => {
            let text = constraint.expression.map(|span| slice(&definition.text, span)).unwrap_or_default();
            dropped.iter().any(|name| mentions(text, name))
        }
        _ => constraint.columns.iter().any(|name| is_dropped(name)),
    };
    if definition.without_rowid && definition.primary_key().is_some_and(goes) {
        return Err(refuse::without_rowid_key(table));
    }
    let columns = definition.columns.iter().filter(|column| is_dropped(&column.name)).map(|column| column.span);
    let constraints = definition.constraints.iter().filter(|c| goes(c)).map(|constraint| constraint.span);
    let items: Vec<Span> = columns.chain(constraints).collect();
    layout::remove_items(definition, &items, edits);
    for column in definition.columns.iter().filter(|column| !is_dropped(&column.name)) {
        for constraint in column.constraints.iter().filter(|c| c.kind == ConstraintKind::Check && goes(c)) {
            edits.remove(&definition.text, constraint.span);
        }
    }
    Ok(())
}

fn generated_from(definition: &Definition, column: &super::definition::Column, names: &[&str]) -> bool {
    column
        .find(ConstraintKind::Generated)
        .and_then(|generated| generated.expression)
        .is_some_and(|span| names.iter().any(|name| mentions(slice(&definition.text, span), name)))
}

fn remove_constraint(definition: &Definition, constraint: &Constraint, edits: &mut Edits) {
    if definition.constraints.contains(constraint) {
        layout::remove_items(definition, &[constraint.span], edits);
    } else {
        edits.remove(&definition.text, constraint.span);
    }
}

fn remove_inline(definition: &Definition, constraint: Option<&Constraint>, edits: &mut Edits) {
    if let Some(constraint) = constraint {
        edits.remove(&definition.text, constraint.span);
    }
}

/// The definition without its foreign keys to `parent`: all, or those over one of `columns`; `None` where there
/// are none.
pub(super) fn without_foreign_keys(definition: &Definition, goes: impl Fn(&Constraint) -> bool) -> Option<String> {
    let keys: Vec<&Constraint> =
        definition.all_constraints().filter(|c| c.kind == ConstraintKind::ForeignKey && goes(c)).collect();
    if keys.is_empty() {
        return None;
    }
    let mut edits = Edits::default();
    let items: Vec<Span> =
        definition.constraints.iter().filter(|c| keys.contains(c)).map(|constraint| constraint.span).collect();
    layout::remove_items(definition, &items, &mut edits);
    for key in keys.iter().filter(|key| !definition.constraints.contains(key)) {
        edits.remove(&definition.text, key.span);
    }
    Some(edits.apply(&definition.text))
}
