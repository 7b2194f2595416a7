//! Statements that are left out of what is loaded, and those that are refused.

use whimbrel_source::lex::{Cursor, TokenKind};
use whimbrel_source::{Engine, Kind, Statement};

use super::Roles;

/// What to do with a statement.
pub(super) enum Verdict {
    Run,
    /// Left out, which the user is told.
    Skip(String),
    Refuse {
        message: String,
        remedy: &'static str,
    },
    Begin,
    Commit,
}

pub(super) const ONE_TRANSACTION: &str = "left out: all files are loaded in one transaction";

const ELSEWHERE: &str = "take it out of the schema, and run it on the server by itself";
const ROLES: [&str; 3] = ["ROLE", "USER", "GROUP"];

pub(super) fn verdict(statement: &Statement, engine: Engine, roles: Roles) -> Verdict {
    let verb = statement.verb();
    match &statement.kind {
        Kind::Begin => return Verdict::Begin,
        Kind::Commit => return Verdict::Commit,
        Kind::Rollback => return takes_back(&verb),
        _ => {}
    }
    match verb.as_str() {
        "SAVEPOINT" | "RELEASE" => return Verdict::Skip(ONE_TRANSACTION.to_owned()),
        "ROLLBACK" | "ROLLBACK TO" => return takes_back(&verb),
        _ => {}
    }
    match engine {
        Engine::Postgres => postgres(statement, &verb, roles),
        Engine::Sqlite => sqlite(statement, &verb),
    }
}

fn takes_back(verb: &str) -> Verdict {
    let message = format!("{verb} takes back what the statements above it made");
    Verdict::Refuse { message, remedy: "remove it together with the statements that it takes back" }
}

fn no_effect(verb: &str) -> Verdict {
    Verdict::Skip(format!("left out: {verb} makes nothing"))
}

fn postgres(statement: &Statement, verb: &str, roles: Roles) -> Verdict {
    let words = Cursor::new(&statement.sql, Engine::Postgres);
    match verb {
        "VACUUM" | "REINDEX" | "CHECKPOINT" | "DISCARD ALL" | "SET TRANSACTION" | "LISTEN" | "UNLISTEN" | "NOTIFY" => {
            return no_effect(verb);
        }
        "CLUSTER" if statement.refused_in_transaction().is_some() => return no_effect(verb),
        "SET" if words.follows("SET SESSION CHARACTERISTICS") => return no_effect(verb),
        "COPY" if leaves_the_database(words) => {
            let message = "COPY moves rows out of the database or runs a program".to_owned();
            return Verdict::Refuse { message, remedy: "remove it" };
        }
        _ => {}
    }
    if about_roles(statement, verb) {
        return match roles {
            Roles::Create => Verdict::Run,
            Roles::Leave => Verdict::Skip(format!("left out: {verb} is about roles, which the whole server shares")),
        };
    }
    let is_plain = match &statement.kind {
        Kind::CreateIndex { .. } | Kind::DropIndex { .. } => true,
        Kind::AlterTable { detach_concurrently, .. } => *detach_concurrently,
        _ => false,
    };
    match statement.refused_in_transaction() {
        None => Verdict::Run,
        Some(_) if is_plain => Verdict::Run,
        Some(_) if verb == "CREATE SUBSCRIPTION" => Verdict::Refuse {
            message: "CREATE SUBSCRIPTION would connect to the publisher and make a slot there".to_owned(),
            remedy: "write WITH (connect = false, slot_name = NONE, enabled = false) and make the slot by itself",
        },
        Some(_) => {
            Verdict::Refuse { message: format!("{verb} is about the server, not about one schema"), remedy: ELSEWHERE }
        }
    }
}

/// `COPY … TO …`, `COPY … FROM PROGRAM …`
fn leaves_the_database(mut words: Cursor<'_>) -> bool {
    words.eat("COPY");
    words.eat("BINARY");
    if words.group().is_none() {
        words.object_name();
        words.group();
    }
    words.is("TO") || words.follows("FROM PROGRAM")
}

/// Roles, who is a member of which, and their settings.
fn about_roles(statement: &Statement, verb: &str) -> bool {
    let mut words = Cursor::new(&statement.sql, Engine::Postgres);
    match verb {
        "GRANT" | "REVOKE" => {
            // `GRANT a TO b` grants membership, `GRANT SELECT ON t TO b` a privilege.
            while words.peek().is_some() {
                if words.is("ON") {
                    return false;
                }
                if words.group().is_none() {
                    words.next();
                }
            }
            true
        }
        "COMMENT ON" | "SECURITY LABEL" => {
            words.any(|token| token.is_word("ON"));
            words.eat("ROLE")
        }
        _ => {
            let mut parts = verb.splitn(2, ' ');
            let first = parts.next().is_some_and(|first| ["CREATE", "ALTER", "DROP"].contains(&first));
            first && parts.next().is_some_and(|second| ROLES.contains(&second))
        }
    }
}

fn sqlite(statement: &Statement, verb: &str) -> Verdict {
    /// Those that are kept in the database, or change how statements are read.
    const PRAGMAS: [&str; 6] = [
        "foreign_keys",
        "defer_foreign_keys",
        "user_version",
        "application_id",
        "legacy_alter_table",
        "writable_schema",
    ];
    match verb {
        "VACUUM" | "REINDEX" | "ANALYZE" => no_effect(verb),
        "PRAGMA" => {
            let mut words = Cursor::new(&statement.sql, Engine::Sqlite);
            words.eat("PRAGMA");
            let name = words.object_name().map(|(name, _)| name.name).unwrap_or_default();
            if PRAGMAS.contains(&name.as_str()) { Verdict::Run } else { no_effect(&format!("PRAGMA {name}")) }
        }
        "ATTACH" | "DETACH" => Verdict::Refuse {
            message: format!("{verb} is about another file"),
            remedy: "remove it: a schema is one database",
        },
        _ => Verdict::Run,
    }
}

/// Why a statement that failed is no failure: what it asks for is there, or is not about this database.
pub(super) fn absolves(statement: &Statement, code: &str, message: &str) -> Option<String> {
    const DUPLICATE_SCHEMA: &str = "42P06";
    const DUPLICATE_OBJECT: &str = "42710";
    const UNDEFINED_OBJECT: &str = "42704";
    const NO_SUCH_DATABASE: &str = "3D000";
    let created = || statement.created(Engine::Postgres).map(|created| (created.what, created.name.name));
    let is = |what: &str, name: &str| created().is_some_and(|(w, n)| w == what && n == name);
    match code {
        DUPLICATE_SCHEMA if is("SCHEMA", "public") => {
            Some("left out: every new database has the schema public".to_owned())
        }
        DUPLICATE_OBJECT if is("EXTENSION", "plpgsql") => Some("left out: every new database has plpgsql".to_owned()),
        UNDEFINED_OBJECT if matches!(statement.kind, Kind::SetSession) && !message.starts_with("role ") => {
            Some(format!("left out: {message}"))
        }
        NO_SUCH_DATABASE => Some(format!("left out: it is about a database and not its schema ({message})")),
        _ => None,
    }
}

/// The role that does not exist, where that is what the message says.
pub(super) fn missing_role<'m>(code: &str, message: &'m str) -> Option<&'m str> {
    let known = matches!(code, "42704" | "22023");
    message.strip_prefix("role \"")?.strip_suffix("\" does not exist").filter(|_| known)
}

/// The extension that the server does not have.
pub(super) fn missing_extension(statement: &Statement, code: &str) -> Option<String> {
    const NOT_AVAILABLE: [&str; 2] = ["0A000", "58P01"];
    let created = statement.created(Engine::Postgres).filter(|created| created.what == "EXTENSION")?;
    NOT_AVAILABLE.contains(&code).then_some(created.name.name)
}

/// Whether a `DO` block has a handler for exceptions, which the embedded PostgreSQL does not run.
pub(super) fn handles_exceptions(sql: &str) -> bool {
    Cursor::new(sql, Engine::Postgres)
        .filter(|token| matches!(token.kind, TokenKind::DollarString | TokenKind::String))
        .any(|token| Cursor::new(token.text.trim_matches('$'), Engine::Postgres).any(|word| word.is_word("EXCEPTION")))
}
