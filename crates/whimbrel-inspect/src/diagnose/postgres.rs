//! PostgreSQL's SQLSTATEs.

use whimbrel_db::DbError;
use whimbrel_source::Kind;

use super::{Context, Diagnosis, existing, key, order, privilege, quoted};

pub(super) fn diagnose(error: &DbError, context: Context<'_>) -> Diagnosis {
    let name = quoted(&error.message).unwrap_or_default();
    match error.code.as_str() {
        "42P01" => order::explain("table", name, context),
        "42704" => missing_object(error, name, context),
        "42883" => missing_function(error, context),
        "3F000" => Diagnosis::new(format!("the schema {name} does not exist"))
            .remedy(format!("create it in a migration before this one: CREATE SCHEMA {name};")),
        "42703" => Diagnosis::new("the column does not exist, or not yet, or is spelled in another case")
            .remedy("check the table's columns; a name in capitals needs double quotes"),
        "42501" => privilege::explain(error, context),
        "42P07" | "42710" | "42701" | "42723" | "42P06" => existing::explain(error, context),
        "23503" => foreign_key(error, context),
        "23505" => duplicate(error, context),
        "23502" if matches!(context.statement.map(|s| &s.kind), Some(Kind::Insert | Kind::Update | Kind::CopyIn)) => {
            Diagnosis::new(format!(
                "a row of {} would have no value in {}, which is NOT NULL",
                error.table.as_deref().unwrap_or("the table"),
                error.column.as_deref().unwrap_or("a column")
            ))
            .remedy("give the row a value there; the detail above shows it")
        }
        "23502" => empty_column(error, context),
        "23514" => {
            let (table, check) = (error.table.as_deref().unwrap_or("…"), error.constraint.as_deref().unwrap_or(name));
            Diagnosis::new(format!("rows that exist do not satisfy the check {check}"))
                .remedy("correct those rows first, in the same migration")
                .remedy(format!(
                    "or write NOT VALID after the constraint, and when the rows are right: \
                     ALTER TABLE {} VALIDATE CONSTRAINT {};",
                    super::name(table),
                    super::name(check)
                ))
        }
        "42804" => other_type(error, context),
        "2BP01" => Diagnosis::new("other objects depend on it; the detail above names them")
            .remedy("drop or change those first, in the same migration")
            .remedy("CASCADE would drop them too: write it only if that is what you want"),
        "55P03" => Diagnosis::new("another session holds a lock that this statement needs")
            .remedy("wait for that session or end it, then run apply again")
            .remedy("give more time: [run] lock_timeout and lock_attempts in whimbrel.toml"),
        "40P01" => Diagnosis::new("this run and another session waited for each other's locks")
            .remedy("run apply again when the other session has ended"),
        "57014" => Diagnosis::new("the statement was cancelled: by statement_timeout or by somebody")
            .remedy("if it was the time limit: [run] statement_timeout in whimbrel.toml, or SET LOCAL statement_timeout in the migration"),
        "57P01" => Diagnosis::new("an administrator ended this session, or the server is shutting down")
            .remedy("run apply again when the server is up; what was not committed is not there"),
        "25001" => Diagnosis::new("PostgreSQL does not run this statement inside a transaction")
            .remedy("write `-- migrate:up transaction:false` above the section"),
        "25006" => Diagnosis::new("the database is read-only: a standby, or default_transaction_read_only is on")
            .remedy("connect to the primary: target_session_attrs=read-write with all hosts in the URL"),
        "53100" => Diagnosis::new("the server's disk is full").remedy("free space there, then run apply again"),
        "53200" => Diagnosis::new("the server ran out of memory, or of room for locks")
            .remedy("if the hint names max_locks_per_transaction: raise it, or split the migration"),
        "58P01" | "0A000" if error.message.contains("extension") => {
            Diagnosis::new(format!("the server does not have the files of the extension {name}"))
                .remedy("install the package that brings it (Debian: postgresql-contrib or postgresql-VERSION-NAME)")
        }
        "42601" => syntax(context),
        _ => Diagnosis::default(),
    }
}

fn missing_function(error: &DbError, context: Context<'_>) -> Diagnosis {
    let signature = error.message.strip_prefix("function ").unwrap_or(&error.message);
    let name = signature.split('(').next().unwrap_or_default();
    match name {
        "gen_random_uuid" => {
            Diagnosis::new("gen_random_uuid() is built in from PostgreSQL 13; before, it is in pgcrypto")
                .remedy("CREATE EXTENSION IF NOT EXISTS pgcrypto;")
        }
        "crypt" | "gen_salt" | "digest" | "hmac" => Diagnosis::new(format!("{name}() is in the extension pgcrypto"))
            .remedy("CREATE EXTENSION IF NOT EXISTS pgcrypto;"),
        _ if name.starts_with("uuid_generate_") => Diagnosis::new(format!("{name}() is in the extension uuid-ossp"))
            .remedy("CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\"; or use gen_random_uuid()"),
        _ => order::explain("function", name, context),
    }
}

/// PostgreSQL has one code for roles, types, constraints and more; only its English words tell them apart.
fn missing_object(error: &DbError, name: &str, context: Context<'_>) -> Diagnosis {
    let english = error.message.split_once(" \"").filter(|_| error.message.ends_with("does not exist"));
    match english.map_or("", |(what, _)| what) {
        "role" => {
            Diagnosis::new(format!("the server has no role {name}; roles belong to the server, not to a database"))
                .remedy(format!("as a superuser: CREATE ROLE {};", super::name(name)))
                .remedy(format!(
                    "say so in the file, for a clear refusal before anything runs: -- migrate:requires role {name}"
                ))
        }
        "constraint" | "column" | "trigger" | "policy" | "rule" => {
            Diagnosis::new(format!("there is no {name} of that kind: it has another name, or was dropped"))
                .remedy(r"see what the table has: \d in psql; where it need not be there, write IF EXISTS")
        }
        "" => order::explain("type", name, context),
        what => order::explain(what, name, context),
    }
}

/// Rows that exist have nothing where a column is to be NOT NULL.
fn empty_column(error: &DbError, context: Context<'_>) -> Diagnosis {
    let (table, column) =
        (error.table.as_deref().unwrap_or("the table"), error.column.as_deref().unwrap_or("the column"));
    let diagnosis = Diagnosis::new(format!("rows of {table} have no value in {column}"));
    let (table, column) = (super::name(table), super::name(column));
    let sets_it = context.statement.is_some_and(|statement| {
        let words: Vec<_> = statement.sql.split_whitespace().map(str::to_ascii_uppercase).collect();
        words.windows(3).any(|three| three == ["SET", "NOT", "NULL"])
    });
    if sets_it {
        diagnosis.remedy(format!("give them one first: UPDATE {table} SET {column} = … WHERE {column} IS NULL;"))
    } else {
        diagnosis.remedy("give the new column a DEFAULT, which the rows that exist get as well").remedy(format!(
            "or add it without NOT NULL, fill it, then: ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL;"
        ))
    }
}

fn other_type(error: &DbError, context: Context<'_>) -> Diagnosis {
    // `You might need to specify "USING user_id::integer".`
    let using = error.hint.as_deref().and_then(quoted).filter(|hint| hint.starts_with("USING"));
    let diagnosis = Diagnosis::new("the types do not fit together");
    match (using, context.statement.map(|statement| &statement.kind)) {
        (Some(using), _) => diagnosis.remedy(format!("say how a value becomes one of the new type: … TYPE … {using}")),
        (None, Some(Kind::CreateTable { .. } | Kind::AlterTable { .. })) if error.detail.is_some() => {
            diagnosis.remedy("give the columns on both sides of the foreign key the same type")
        }
        _ => diagnosis.remedy("convert the value: CAST (… AS type), or …::type"),
    }
}

fn foreign_key(error: &DbError, context: Context<'_>) -> Diagnosis {
    let constraint = error.constraint.as_deref().unwrap_or("the foreign key");
    let table = error.table.as_deref().unwrap_or("the table");
    match context.statement.map(|s| &s.kind) {
        Some(Kind::AlterTable { .. }) => {
            Diagnosis::new(format!("rows of {table} refer to rows that do not exist, so {constraint} cannot be added"))
                .remedy("delete or correct those rows first, in the same migration; the detail above shows one of them")
                .remedy(format!(
                    "or write NOT VALID after the constraint, and when the rows are clean: \
                     ALTER TABLE {} VALIDATE CONSTRAINT {};",
                    super::name(table),
                    super::name(constraint)
                ))
        }
        Some(Kind::Delete) => Diagnosis::new(format!("rows of {table} still refer to what is being deleted"))
            .remedy(format!("delete those of {table} first, or give {constraint} an ON DELETE action")),
        _ => Diagnosis::new(format!("a row of {table} refers to a row that does not exist (yet)"))
            .remedy("insert the rows it refers to first; the detail above names the key")
            .remedy(format!(
                "check the order: the rows {constraint} points to must come from an earlier statement or migration"
            )),
    }
}

fn duplicate(error: &DbError, context: Context<'_>) -> Diagnosis {
    let constraint = error.constraint.as_deref().unwrap_or("a unique constraint");
    match context.statement.map(|s| &s.kind) {
        Some(Kind::CreateIndex { .. } | Kind::AlterTable { .. }) => {
            Diagnosis::new(format!("rows that exist have the same key, so {constraint} cannot be made unique"))
                .remedy("remove the duplicates first, in the same migration; the detail above shows one")
        }
        _ => {
            let key = key(error.detail.as_deref()).unwrap_or("key");
            Diagnosis::new(format!("a row with this key is there already ({constraint})"))
                .remedy(format!("if the row may be there: INSERT … ON CONFLICT ({key}) DO NOTHING"))
                .remedy(format!("if it must have these values: INSERT … ON CONFLICT ({key}) DO UPDATE SET …"))
        }
    }
}

fn syntax(context: Context<'_>) -> Diagnosis {
    let sql = context.statement.map(|s| s.sql.as_str()).unwrap_or_default();
    if sql.to_ascii_uppercase().contains("AUTOINCREMENT") || sql.to_ascii_uppercase().starts_with("PRAGMA") {
        return Diagnosis::new("this is SQLite's syntax")
            .remedy("write it in a section of its own: -- migrate:up engine:sqlite");
    }
    Diagnosis::new("PostgreSQL cannot read the statement at the place shown")
        .remedy("look just before the place: a missing comma, parenthesis or semicolon is the usual reason")
}
