//! Something is there already.

use whimbrel_db::DbError;
use whimbrel_source::{Kind, Statement};

use super::{Context, Diagnosis, name, quoted};

pub(super) fn explain(error: &DbError, context: Context<'_>) -> Diagnosis {
    let object = quoted(&error.message).unwrap_or("it");
    let diagnosis = Diagnosis::new(format!(
        "{object} is there already, although the history does not know this migration: \
         it was made by hand, by another tool, or by a run of another history"
    ))
    .remedy(format!(
        "if all of this migration is there, record it without running it: whimbrel baseline --to {}",
        context.version
    ));
    diagnosis.remedy(if_part_of_it(object, context.statement, context))
}

/// How to write the statement so that it does nothing where the object is there.
fn if_part_of_it(object: &str, statement: Option<&Statement>, context: Context<'_>) -> String {
    const CHECKED: &str = "Whimbrel then checks that what is there has the same shape";
    let created = statement.and_then(|statement| statement.created(context.engine));
    let what = created.as_ref().map_or("", |created| created.what.as_str());
    match (statement.map(|statement| &statement.kind), what) {
        (Some(Kind::AlterTable { table, .. }), _) if is_a_constraint(statement) => format!(
            "if only part of it is there, drop the constraint in the same statement: ALTER TABLE {table} \
             DROP CONSTRAINT IF EXISTS {}, ADD CONSTRAINT …",
            name(object)
        ),
        (Some(Kind::AlterTable { .. }), _) => {
            format!("if only part of it is there, write ADD COLUMN IF NOT EXISTS: {CHECKED}")
        }
        (_, "TABLE" | "INDEX") => {
            format!("if only part of it is there, write CREATE {what} IF NOT EXISTS: {CHECKED}")
        }
        (_, "SCHEMA" | "EXTENSION" | "SEQUENCE" | "MATERIALIZED VIEW" | "FOREIGN TABLE") => {
            format!("if only part of it is there, write CREATE {what} IF NOT EXISTS")
        }
        (_, "FUNCTION" | "PROCEDURE" | "VIEW") => {
            format!("if only part of it is there, write CREATE OR REPLACE {what}")
        }
        (_, "TYPE" | "DOMAIN") => format!(
            "if only part of it is there, ask first, since CREATE {what} knows no IF NOT EXISTS: \
             DO $$ BEGIN IF to_regtype('{object}') IS NULL THEN CREATE {what} …; END IF; END $$;"
        ),
        (_, "TRIGGER" | "POLICY" | "RULE") => {
            format!("if only part of it is there, write DROP {what} IF EXISTS {} ON … before it", name(object))
        }
        (_, "ROLE" | "USER") => format!(
            "roles belong to the whole server: make it outside of the migration, and write \
             -- migrate:requires role {object}"
        ),
        _ => "if only part of it is there, take out of the migration what is there".to_owned(),
    }
}

fn is_a_constraint(statement: Option<&Statement>) -> bool {
    statement.is_some_and(|statement| {
        let words: Vec<String> = statement.sql.split_whitespace().map(str::to_uppercase).collect();
        !words.windows(2).any(|pair| pair == ["ADD", "COLUMN"]) && words.iter().any(|word| word == "CONSTRAINT")
    })
}
