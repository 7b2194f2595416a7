//! Whether something that does not exist is made further on: the wrong-order failure.

use whimbrel_source::{Kind, Migration, SectionKind, Statement, Version};

use super::{Context, Diagnosis, shell};

/// Where `name` is created, as seen from the statement that failed for want of it. `what` is the kind of object:
/// `table`, `type`, `function`, …
pub(super) fn explain(what: &str, name: &str, context: Context<'_>) -> Diagnosis {
    let bare = name.rsplit('.').next().unwrap_or(name);
    let mut was_made = None;
    for migration in &context.files.migrations {
        let Some((path, line, after)) = maker(migration, what, bare, context) else { continue };
        if migration.version > *context.version {
            return Diagnosis::new(format!(
                "wrong order: {what} {name} is created by {path}:{line}, which comes later"
            ))
            .remedy(move_after(&migration.version, context));
        }
        if migration.version == *context.version {
            if after {
                return Diagnosis::new(format!("wrong order: {what} {name} is created further down, at {path}:{line}"))
                    .remedy(format!("move the statement of line {line} above this one"));
            }
            continue;
        }
        was_made = Some((path, line));
    }
    if let Some((path, line)) = was_made {
        return Diagnosis::new(format!(
            "{path}:{line} creates {what} {name}, but it is not there: it was dropped, renamed or made in another schema"
        ))
        .remedy("write the name with its schema, or make the missing one again in a new migration");
    }
    if let Some(statement) = context.statement
        && let Some(dropped) = statement.verb().strip_prefix("DROP ")
    {
        return Diagnosis::new(format!("there is no {what} {name} to drop, and no migration creates one"))
            .remedy(format!("if it need not be there: DROP {dropped} IF EXISTS {name};"))
            .remedy("check that this is the right database: whimbrel status -v");
    }
    let diagnosis = Diagnosis::new(format!(
        "no migration creates {what} {name}: it belongs to another system, or this is another database"
    ))
    .remedy("check that this is the right database: whimbrel status -v");
    if matches!(what, "table" | "type" | "function" | "extension" | "role") {
        return diagnosis.remedy(format!(
            "say so in the file, for a clear refusal before anything runs: -- migrate:requires {what} {name}"
        ));
    }
    diagnosis
}

/// Where `migration` creates it: path, line, and whether that comes after the statement that failed.
fn maker(migration: &Migration, what: &str, name: &str, context: Context<'_>) -> Option<(String, u32, bool)> {
    // A file that cannot be split is a problem of its own, told before anything runs.
    let statements = migration.statements(SectionKind::Up, context.engine).ok()?;
    let maker = statements.iter().find(|statement| creates(statement, what, name, context))?;
    let after = context.statement.is_none_or(|failed| maker.span.start > failed.span.start);
    Some((migration.file.path.display().to_string(), migration.file.place(maker.span.start).line, after))
}

pub(crate) fn creates(statement: &Statement, what: &str, name: &str, context: Context<'_>) -> bool {
    if matches!(statement.kind, Kind::CreateTable { temporary: true, .. }) {
        return false;
    }
    let Some(created) = statement.created(context.engine).filter(|created| created.name.name == name) else {
        return false;
    };
    let kinds: &[&str] = match what {
        "table" => &["TABLE", "VIEW", "MATERIALIZED VIEW", "FOREIGN TABLE", "SEQUENCE", "INDEX"],
        "type" => &["TYPE", "DOMAIN", "TABLE"],
        "function" => &["FUNCTION", "PROCEDURE", "AGGREGATE"],
        "role" => &["ROLE", "USER", "GROUP"],
        other => return created.what.eq_ignore_ascii_case(other),
    };
    kinds.contains(&created.what.as_str())
}

/// How to let the migration that failed come after `maker`: it is not applied, so its file may have another name.
fn move_after(maker: &Version, context: Context<'_>) -> String {
    let version = context.version;
    let command = context.files.get(version).zip(next(maker)).and_then(|(failed, next)| {
        let name = failed.file.path.file_name()?.to_str()?.strip_prefix(version.as_str())?;
        let is_free = context.files.get(&Version::new(&next)?).is_none();
        let to = failed.file.path.with_file_name(format!("{next}{name}"));
        let paths = [&failed.file.path, &to].map(|path| shell(&path.display().to_string()));
        is_free.then(|| format!("mv {}", paths.join(" ")))
    });
    match command {
        Some(command) => format!("let this migration come after it: {command}"),
        None => format!("give this migration's file a version after {maker}"),
    }
}

/// The number after a version, as long as it.
fn next(version: &Version) -> Option<String> {
    let number: u64 = version.as_str().parse().ok()?;
    Some(format!("{:0width$}", number.checked_add(1)?, width = version.as_str().len()))
}
