//! Whether something that does not exist is made further on: the wrong-order failure.

use whimbrel_source::{Kind, SectionKind, Statement};

use super::{Context, Diagnosis};

/// Where `name` is created, as seen from the statement that failed for want of it.
pub(super) fn explain(what: &str, name: &str, context: Context<'_>) -> Diagnosis {
    let bare = name.rsplit('.').next().unwrap_or(name);
    for migration in &context.files.migrations {
        let Ok(statements) = migration.statements(SectionKind::Up, context.engine) else {
            continue;
        };
        let Some(maker) = statements.iter().find(|s| creates(s, bare)) else {
            continue;
        };
        let path = migration.file.path.display();
        let line = migration.file.place(maker.span.start).line;
        if migration.version > *context.version {
            return Diagnosis::new(format!(
                "wrong order: {what} {name} is created by {path}:{line}, which comes later"
            ))
            .remedy(format!("rename {path} so that its version comes before {}", context.version));
        }
        if migration.version == *context.version {
            let after = context.statement.is_none_or(|failed| maker.span.start > failed.span.start);
            if after {
                return Diagnosis::new(format!("wrong order: {what} {name} is created further down, at {path}:{line}"))
                    .remedy(format!("move the statement of line {line} above this one"));
            }
            continue;
        }
        return Diagnosis::new(format!(
            "{path}:{line} creates {what} {name}, but it is not there: it was dropped, renamed or made in another schema"
        ))
        .remedy("write the name with its schema, or make the missing one again in a new migration");
    }
    Diagnosis::new(format!(
        "no migration creates {what} {name}: it belongs to another system, or this is another database"
    ))
    .remedy("check that this is the right database: whimbrel status -v")
    .remedy(format!("say so in the file, for a clear refusal before anything runs: -- migrate:requires {what} {name}"))
}

fn creates(statement: &Statement, name: &str) -> bool {
    match &statement.kind {
        Kind::CreateTable { name: made, .. } => made.name == name,
        Kind::Other(verb) if verb.starts_with("CREATE") => {
            // Views, types, functions, sequences: the name stands in the statement's head.
            let head = statement.sql.split(['(', '\n']).next().unwrap_or_default();
            head.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'))
                .any(|word| word.eq_ignore_ascii_case(name))
        }
        _ => false,
    }
}
