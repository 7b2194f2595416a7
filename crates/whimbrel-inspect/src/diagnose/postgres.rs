//! PostgreSQL's SQLSTATEs.

use whimbrel_db::DbError;
use whimbrel_source::Kind;

use super::{Context, Diagnosis, order, quoted};

pub(super) fn diagnose(error: &DbError, context: Context<'_>) -> Diagnosis {
    let name = quoted(&error.message).unwrap_or_default();
    match error.code.as_str() {
        "42P01" => order::explain("table", name, context),
        "42704" => order::explain("type", name, context),
        "42883" => missing_function(error, context),
        "3F000" => Diagnosis::new(format!("the schema {name} does not exist"))
            .remedy(format!("create it in a migration before this one: CREATE SCHEMA {name};")),
        "42703" => Diagnosis::new("the column does not exist, or not yet, or is spelled in another case")
            .remedy("check the table's columns; a name in capitals needs double quotes"),
        "42501" => missing_privilege(error),
        "42P07" | "42710" | "42701" | "42723" | "42P06" => Diagnosis::new(format!(
            "{name} is there already, although the history does not know this migration: \
             it was made by hand, by another tool, or by a run of another history"
        ))
        .remedy(format!("if all of this migration is there, record it without running it: whimbrel baseline --to {}", context.version))
        .remedy("if only part of it is there, write IF NOT EXISTS: Whimbrel then checks that what is there has the same shape"),
        "23503" => foreign_key(error, context),
        "23505" => duplicate(error, context),
        "23502" => Diagnosis::new(format!(
            "rows of {} have no value in {}",
            error.table.as_deref().unwrap_or("the table"),
            error.column.as_deref().unwrap_or("the column")
        ))
        .remedy("give those rows a value first (UPDATE … WHERE … IS NULL), or give the column a DEFAULT"),
        "23514" => Diagnosis::new(format!(
            "rows that exist do not satisfy the check {}",
            error.constraint.as_deref().unwrap_or(name)
        ))
        .remedy("correct those rows first, or add the constraint NOT VALID and validate it later"),
        "42804" => Diagnosis::new("the types do not fit together")
            .remedy("where a column's type changes, say how: ALTER COLUMN … TYPE … USING column::newtype")
            .remedy("where a foreign key compares two types, give both columns the same one"),
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

fn missing_privilege(error: &DbError) -> Diagnosis {
    // PostgreSQL writes this name without quotes: `permission denied for schema public`.
    let name = error.message.rsplit(' ').next().unwrap_or_default().trim_matches('"');
    let on_schema = error.message.contains("schema");
    if on_schema && name == "public" {
        return Diagnosis::new(
            "from PostgreSQL 15 on, only the database's owner may create in the schema public; this role is not the owner",
        )
        .remedy(r"as the owner or a superuser: GRANT CREATE ON SCHEMA public TO <role>;")
        .remedy("or make the role the owner: ALTER DATABASE <database> OWNER TO <role>;");
    }
    if on_schema {
        return Diagnosis::new(format!("this role may not create in the schema {name}"))
            .remedy(format!("as its owner or a superuser: GRANT USAGE, CREATE ON SCHEMA {name} TO <role>;"));
    }
    if error.message.contains("owner") {
        return Diagnosis::new(format!("only the owner of {name} may change it; another role made it"))
            .remedy(format!("as that owner or a superuser: ALTER TABLE {name} OWNER TO <role>;"));
    }
    Diagnosis::new("this role does not have the privilege")
        .remedy("as the owner or a superuser: GRANT it to the role, or connect as a role that has it")
}

fn foreign_key(error: &DbError, context: Context<'_>) -> Diagnosis {
    let constraint = error.constraint.as_deref().unwrap_or("the foreign key");
    let table = error.table.as_deref().unwrap_or("the table");
    match context.statement.map(|s| &s.kind) {
        Some(Kind::AlterTable { .. }) => {
            Diagnosis::new(format!("rows of {table} refer to rows that do not exist, so {constraint} cannot be added"))
                .remedy("delete or correct those rows first, in the same migration; the detail above shows one of them")
                .remedy("or add the constraint NOT VALID now and VALIDATE it when the rows are clean")
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
        _ => Diagnosis::new(format!("a row with this key is there already ({constraint})"))
            .remedy("if the row may be there: INSERT … ON CONFLICT DO NOTHING")
            .remedy("if it must have these values: INSERT … ON CONFLICT (key) DO UPDATE SET …"),
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
