//! `insufficient_privilege`: who may not do what, and the GRANT that helps.

use whimbrel_db::DbError;
use whimbrel_source::Kind;

use super::{Context, Diagnosis, name};

pub(super) fn explain(error: &DbError, context: Context<'_>) -> Diagnosis {
    let role = context.role.map_or("<role>".to_owned(), name);
    let who = context.role.map_or("this role".to_owned(), |role| format!("the role {role}"));
    let database = context.database.map_or("<database>".to_owned(), name);
    // PostgreSQL writes names without quotes here: `permission denied for schema public`.
    let said = error.message.trim_end_matches('.');
    let object = said.rsplit(' ').next().unwrap_or_default().trim_matches('"');
    let object_kind = said.rsplit(' ').nth(1).unwrap_or_default();
    if object == "public" {
        return Diagnosis::new(format!(
            "{who} may not create in the schema public: from PostgreSQL 15 on only the database's owner may, \
             unless it is granted"
        ))
        .remedy(format!("as the owner or a superuser: GRANT CREATE ON SCHEMA public TO {role};"))
        .remedy(format!("or make the role the owner: ALTER DATABASE {database} OWNER TO {role};"));
    }
    if object_kind == "schema" {
        return Diagnosis::new(format!("{who} may not use the schema {object} or create in it"))
            .remedy(format!("as its owner or a superuser: GRANT USAGE, CREATE ON SCHEMA {} TO {role};", name(object)));
    }
    if object_kind == "database" {
        return Diagnosis::new(format!("{who} may not create schemas in the database {object}"))
            .remedy(format!("as its owner or a superuser: GRANT CREATE ON DATABASE {} TO {role};", name(object)));
    }
    if let Some(owned) = said.strip_prefix("must be owner of ") {
        let (kind, owned) = owned.rsplit_once(' ').unwrap_or(("table", owned));
        let kind = if kind == "relation" { "table" } else { kind };
        return Diagnosis::new(format!("only the owner of {kind} {owned} may change it, and {who} is not"))
            .remedy(format!(
                "as its owner or a superuser: ALTER {} {} OWNER TO {role};",
                kind.to_uppercase(),
                name(owned)
            ))
            .remedy("or let the owner apply: name that role in the database URL");
    }
    if said.starts_with("permission denied to create extension") {
        return Diagnosis::new(format!("{who} may not create the extension {object}"))
            .remedy(format!("as a superuser, in this database: CREATE EXTENSION {};", name(object)))
            .remedy(format!(
                "then write in the migration: CREATE EXTENSION IF NOT EXISTS {0}, or -- migrate:requires extension {0}",
                name(object)
            ));
    }
    let privileges = context.statement.and_then(|statement| match &statement.kind {
        Kind::CreateTable { .. } | Kind::AlterTable { .. } => Some("REFERENCES"),
        Kind::Insert | Kind::CopyIn => Some("INSERT"),
        Kind::Update => Some("SELECT, UPDATE"),
        Kind::Delete => Some("SELECT, DELETE"),
        Kind::Query => Some("SELECT"),
        Kind::Other(verb) if verb == "CREATE TRIGGER" => Some("TRIGGER"),
        _ => None,
    });
    match privileges {
        Some(privileges) if object_kind == "table" => {
            Diagnosis::new(format!("another role owns {object}, and {who} may not do this with it"))
                .remedy(format!("as its owner or a superuser: GRANT {privileges} ON {} TO {role};", name(object)))
        }
        _ => Diagnosis::new(format!("{who} does not have the privilege"))
            .remedy(format!("as the owner or a superuser: GRANT it to {role}, or connect as a role that has it")),
    }
}
