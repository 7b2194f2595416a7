//! What must exist before a run: `-- migrate:requires` and `[require]`. Each unmet one is reported, all
//! together, before anything is touched.

use whimbrel_catalog::quoted;
use whimbrel_db::{Connection, DbError};
use whimbrel_plan::{ExitClass, Problem};
use whimbrel_source::{BoundOp, Kind, Need, ObjectName, SectionKind};
use whimbrel_source::{Engine, Migration, Requirement, SourceFile, VersionBound};

use crate::ask::{ask, engine, identifier, literal};

/// `[require]` of the project.
#[derive(Debug, Clone, Default)]
pub struct Require {
    /// `postgres = ">=12"`
    pub postgres: Option<VersionBound>,
    /// `sqlite = ">=3.35"`
    pub sqlite: Option<VersionBound>,
    /// `extensions = ["pgcrypto"]`
    pub extensions: Vec<String>,
    /// `variables.NAME = { length = 32 }`
    pub variables: Vec<VariableRule>,
}

/// What an environment variable must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableRule {
    /// Its name.
    pub name: String,
    /// Exactly this many characters.
    pub length: Option<usize>,
    /// At least this many.
    pub min_length: Option<usize>,
}

/// Looks an environment variable up.
pub type Variables<'a> = &'a (dyn Fn(&str) -> Option<String> + Send + Sync);

/// Checks `require` and what each of `pending` requires. What an earlier one of `pending` makes counts as met.
pub async fn check(
    connection: &Connection,
    require: &Require,
    pending: &[&Migration],
    variables: Variables<'_>,
) -> Result<Vec<Problem>, DbError> {
    let engine = engine(connection);
    let mut unmet = variable_problems(require, variables);
    for need in config_needs(require, engine) {
        if let Some(found) = missing(connection, &need, variables).await? {
            unmet.push(problem(&need, &found, None));
        }
    }
    for (index, migration) in pending.iter().enumerate() {
        for requirement in &migration.requires {
            let Some(found) = missing(connection, &requirement.need, variables).await? else {
                continue;
            };
            if pending[..index].iter().any(|earlier| makes(earlier, &requirement.need, engine)) {
                continue;
            }
            let mut problem = problem(&requirement.need, &found, Some((&migration.file, requirement)));
            if let Some(later) = pending[index..].iter().find(|later| makes(later, &requirement.need, engine)) {
                problem = made_later(problem, migration, later);
            }
            unmet.push(problem);
        }
    }
    Ok(unmet)
}

fn config_needs(require: &Require, engine: Engine) -> Vec<Need> {
    match engine {
        Engine::Postgres => {
            let version = require.postgres.iter().cloned().map(Need::Postgres);
            version.chain(require.extensions.iter().cloned().map(Need::Extension)).collect()
        }
        Engine::Sqlite => require.sqlite.iter().cloned().map(Need::Sqlite).collect(),
    }
}

fn variable_problems(require: &Require, variables: Variables<'_>) -> Vec<Problem> {
    let check = |rule: &VariableRule| {
        let value = variables(&rule.name).filter(|v| !v.is_empty());
        let length = value.as_ref().map(|v| v.chars().count());
        let wanted = match (rule.length, rule.min_length) {
            (Some(n), _) if length != Some(n) => format!("exactly {n} characters"),
            (None, Some(n)) if length.is_none_or(|l| l < n) => format!("at least {n} characters"),
            _ if length.is_none() => "a value".to_owned(),
            _ => return None,
        };
        // The length is told, the value never is.
        let message = match length {
            None => format!("the environment variable {} is not set", rule.name),
            Some(l) => format!("the environment variable {} has {l} characters, it needs {wanted}", rule.name),
        };
        let problem = Problem::new(ExitClass::Usage, "require.variable", message)
            .cause(format!("[require] in whimbrel.toml asks for {wanted}"));
        // openssl prints two characters a byte.
        let make = rule.length.or(rule.min_length).map(|n| match n % 2 {
            0 => format!("openssl rand -hex {}", n / 2),
            _ => format!("openssl rand -hex {} | cut -c-{n}", n / 2 + 1),
        });
        Some(match (make, length) {
            (None, _) => problem.remedy(format!("add {}=… to .env or export it", rule.name)),
            (Some(make), None) => problem
                .remedy(format!("add {}=… to .env or export it", rule.name))
                .remedy(format!("a new key: echo \"{}=$({make})\" >> .env", rule.name)),
            // What was encrypted with a key is lost with it.
            (Some(make), Some(_)) => problem
                .remedy(format!("see whether the value of {} is whole: a key in use must stay what it is", rule.name))
                .remedy(format!("a new key is printed by: {make}")),
        })
    };
    require.variables.iter().filter_map(check).collect()
}

/// `None` where it is there; else what was found instead, for the message.
async fn missing(connection: &Connection, need: &Need, variables: Variables<'_>) -> Result<Option<String>, DbError> {
    let (bound, version) = match (need, connection) {
        (Need::Variable(name), _) => {
            let set = variables(name).is_some_and(|v| !v.is_empty());
            return Ok((!set).then(|| "it is not set".to_owned()));
        }
        (Need::Postgres(bound), Connection::Postgres(postgres)) => {
            (bound, vec![postgres.version() / 10_000, postgres.version() % 10_000])
        }
        (Need::Sqlite(bound), Connection::Sqlite(_)) => (bound, sqlite_version(connection).await?),
        // A bound for the other engine asks nothing of this one.
        (Need::Postgres(_) | Need::Sqlite(_), _) => return Ok(None),
        _ => {
            let Some(sql) = question(need, engine(connection)) else {
                return Ok(None);
            };
            let there = ask(connection, &sql).await?;
            let there = there.first().and_then(|r| r.rows.first()).and_then(|r| r[0].as_deref());
            return Ok((!matches!(there, Some("t" | "1"))).then(|| "it does not exist".to_owned()));
        }
    };
    let shown = version.iter().map(u32::to_string).collect::<Vec<_>>().join(".");
    Ok((!admits(bound, &version)).then(|| format!("this is {shown}")))
}

async fn sqlite_version(connection: &Connection) -> Result<Vec<u32>, DbError> {
    let replies = ask(connection, "SELECT sqlite_version()").await?;
    let text = replies.first().and_then(|r| r.rows.first()).and_then(|r| r[0].clone()).unwrap_or_default();
    Ok(text.split('.').filter_map(|part| part.parse().ok()).collect())
}

/// Compares only as many parts as the bound has, so `=17` admits 17.5.
fn admits(bound: &VersionBound, version: &[u32]) -> bool {
    let part = |i: usize| version.get(i).copied().unwrap_or(0);
    let found: Vec<u32> = (0..bound.version.len()).map(part).collect();
    let order = found.cmp(&bound.version);
    match bound.op {
        BoundOp::AtLeast => order.is_ge(),
        BoundOp::Above => order.is_gt(),
        BoundOp::AtMost => order.is_le(),
        BoundOp::Below => order.is_lt(),
        BoundOp::Exactly => order.is_eq(),
    }
}

/// SQL that answers true where it exists; `None` where the engine has no such thing, which then asks nothing.
fn question(need: &Need, engine: Engine) -> Option<String> {
    let sql = match (engine, need) {
        (Engine::Postgres, Need::Table(name)) => {
            format!("SELECT pg_catalog.to_regclass({}) IS NOT NULL", literal(&identifier(name)))
        }
        (Engine::Postgres, Need::Column(table, column)) => format!(
            "SELECT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = pg_catalog.to_regclass({}) \
             AND attname = {} AND attnum > 0 AND NOT attisdropped)",
            literal(&identifier(table)),
            literal(column)
        ),
        (Engine::Postgres, Need::Extension(name)) => {
            format!("SELECT EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = {})", literal(name))
        }
        (Engine::Postgres, Need::Role(name)) => {
            format!("SELECT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {})", literal(name))
        }
        (Engine::Postgres, Need::Schema(name)) => {
            format!("SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = {})", literal(name))
        }
        (Engine::Postgres, Need::Type(name)) => {
            format!("SELECT pg_catalog.to_regtype({}) IS NOT NULL", literal(&identifier(name)))
        }
        (Engine::Postgres, Need::Function(name)) => match &name.schema {
            Some(schema) => format!(
                "SELECT EXISTS (SELECT FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n \
                 ON n.oid = p.pronamespace WHERE p.proname = {} AND n.nspname = {})",
                literal(&name.name),
                literal(schema)
            ),
            None => format!(
                "SELECT EXISTS (SELECT FROM pg_catalog.pg_proc WHERE proname = {} \
                 AND pg_catalog.pg_function_is_visible(oid))",
                literal(&name.name)
            ),
        },
        (Engine::Sqlite, Need::Table(name)) => format!(
            "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type IN ('table', 'view') AND name = {} COLLATE NOCASE)",
            literal(&name.name)
        ),
        (Engine::Sqlite, Need::Column(table, column)) => format!(
            "SELECT EXISTS (SELECT 1 FROM pragma_table_xinfo({}) WHERE name = {} COLLATE NOCASE)",
            literal(&table.name),
            literal(column)
        ),
        (Engine::Sqlite, Need::Function(name)) => {
            format!(
                "SELECT EXISTS (SELECT 1 FROM pragma_function_list WHERE name = {} COLLATE NOCASE)",
                literal(&name.name)
            )
        }
        _ => return None,
    };
    Some(sql)
}

/// Whether an earlier pending migration makes what a later one requires, as far as its statements tell.
fn makes(earlier: &Migration, need: &Need, engine: Engine) -> bool {
    let Ok(statements) = earlier.statements(SectionKind::Up, engine) else {
        return false;
    };
    let same = |made: &ObjectName, wanted: &ObjectName| {
        made.name == wanted.name && (made.schema.is_none() || wanted.schema.is_none() || made.schema == wanted.schema)
    };
    let says = |create: &str, name: &str, sql: &str| {
        let lower = sql.to_ascii_lowercase();
        lower.starts_with("create") && lower.contains(create) && lower.contains(&name.to_ascii_lowercase())
    };
    statements.iter().any(|statement| match (need, &statement.kind) {
        (Need::Table(table) | Need::Column(table, _), Kind::CreateTable { name, .. }) => same(name, table),
        (Need::Column(table, column), Kind::AlterTable { table: altered, .. }) => {
            same(altered, table) && statement.sql.to_ascii_lowercase().contains(&column.to_ascii_lowercase())
        }
        (Need::Table(view), Kind::Other(_)) => says("view", &view.name, &statement.sql),
        (Need::Extension(name), Kind::Other(_)) => says("extension", name, &statement.sql),
        (Need::Role(name), Kind::Other(_)) => says("role", name, &statement.sql) || says("user", name, &statement.sql),
        (Need::Schema(name), Kind::Other(_)) => says("schema", name, &statement.sql),
        (Need::Type(name), Kind::Other(_)) => {
            says("type", &name.name, &statement.sql) || says("domain", &name.name, &statement.sql)
        }
        (Need::Function(name), Kind::Other(_)) => says("function", &name.name, &statement.sql),
        _ => false,
    })
}

/// What is required is made by `later`, which may be the migration itself.
fn made_later(mut problem: Problem, migration: &Migration, later: &Migration) -> Problem {
    if later.version == migration.version {
        problem.remedies = vec!["take it out of `-- migrate:requires`".to_owned()];
        return problem.cause("the migration itself makes it");
    }
    problem.remedies = vec![format!("give this migration's file a version after {}", later.version)];
    problem.cause(format!("wrong order: {} makes it, which comes later", later.file.path.display()))
}

fn problem(need: &Need, found: &str, asked: Option<(&SourceFile, &Requirement)>) -> Problem {
    let (what, remedy) = match need {
        Need::Table(name) => (
            format!("table {}", display(name)),
            format!(
                "apply the migration that creates {} first, or check that this is the right database",
                display(name)
            ),
        ),
        Need::Column(table, column) => (
            format!("column {}.{column}", display(table)),
            format!("apply the migration that adds {column} to {} first", display(table)),
        ),
        Need::Extension(name) => {
            (format!("extension {name}"), format!("as a superuser: CREATE EXTENSION {};", quoted(name)))
        }
        Need::Role(name) => (format!("role {name}"), format!("as a superuser: CREATE ROLE {};", quoted(name))),
        Need::Schema(name) => (format!("schema {name}"), format!("CREATE SCHEMA {};", quoted(name))),
        Need::Type(name) => {
            (format!("type {}", display(name)), "apply the migration that creates the type first".to_owned())
        }
        Need::Function(name) => {
            (format!("function {}", display(name)), "apply the migration that creates the function first".to_owned())
        }
        Need::Postgres(bound) => (
            format!("PostgreSQL {}", bound_text(bound)),
            match asked {
                None => "connect to a server of that version, or change `postgres` under [require] in whimbrel.toml",
                Some(_) => "connect to a server of that version, or change what the file requires",
            }
            .to_owned(),
        ),
        Need::Sqlite(bound) => (
            format!("SQLite {}", bound_text(bound)),
            "use a Whimbrel built with that SQLite, or change the bound".to_owned(),
        ),
        Need::Variable(name) => (format!("environment variable {name}"), format!("add {name}=… to .env or export it")),
        _ => ("something this version does not know".to_owned(), "upgrade Whimbrel".to_owned()),
    };
    let code = match need {
        Need::Postgres(_) | Need::Sqlite(_) => "require.version",
        Need::Variable(_) => "require.variable",
        _ => "require.missing",
    };
    let by = asked.map_or("[require] in whimbrel.toml".to_owned(), |(file, _)| file.path.display().to_string());
    let problem = Problem::new(ExitClass::Failed, code, format!("{by} requires {what}, but {found}")).remedy(remedy);
    match asked {
        Some((file, requirement)) => problem.at(file.clone(), requirement.span, found),
        None => problem,
    }
}

fn bound_text(bound: &VersionBound) -> String {
    let op = match bound.op {
        BoundOp::AtLeast => ">=",
        BoundOp::Above => ">",
        BoundOp::AtMost => "<=",
        BoundOp::Below => "<",
        BoundOp::Exactly => "=",
    };
    let version = bound.version.iter().map(u32::to_string).collect::<Vec<_>>().join(".");
    format!("{op}{version}")
}

fn display(name: &ObjectName) -> String {
    match &name.schema {
        Some(schema) => format!("{schema}.{}", name.name),
        None => name.name.clone(),
    }
}
