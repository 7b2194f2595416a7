//! The same for SQLite: its shadow is a database in memory.

use whimbrel_catalog::rename::{self, Rename};
use whimbrel_catalog::{Action, Catalog, generate};
use whimbrel_db::shadow::SqliteShadow;
use whimbrel_db::{Address, DbError, Sqlite};
use whimbrel_plan::{Difference, Problem, Proof};
use whimbrel_run::history::TABLES_AMONG_OTHERS;
use whimbrel_source::Engine;

use super::read::script;
use super::{Dump, SchemaOptions, Source, problems, replay};

/// A schema as it was read.
struct Side {
    catalog: Catalog,
    renames: Vec<String>,
    remarks: Vec<String>,
}

pub(super) fn dump(source: &Source) -> Result<Dump, Problem> {
    let side = read(source)?;
    let statements = generate::sqlite(&Catalog::default(), &side.catalog);
    Ok(Dump { of: source.shown(), engine: Engine::Sqlite, statements, seen: side.catalog.seen, remarks: side.remarks })
}

pub(super) fn diff(from: &Source, to: &Source, options: &SchemaOptions) -> Result<Difference, Problem> {
    if options.with_rows {
        return Err(problems::rows_on_sqlite());
    }
    let (new, old) = (read(to)?, read(from)?);
    let mut difference = Difference {
        from: from.shown(),
        to: to.shown(),
        changes: Vec::new(),
        renames: Vec::new(),
        statements: Vec::new(),
        possible_renames: Vec::new(),
        seen: Vec::new(),
        remarks: old.remarks.iter().chain(&new.remarks).cloned().collect(),
        proof: Proof::default(),
    };
    if Catalog::changes(&old.catalog, &new.catalog).is_empty() {
        return Ok(difference);
    }
    let shadow = shadow()?;
    let on = shadow.what();
    let copy = generate::sqlite(&Catalog::default(), &old.catalog);
    for statement in &copy {
        run(shadow.sqlite(), &statement.sql).map_err(|error| problems::not_held(&error, statement, &on))?;
    }
    let mut before = catalog(shadow.sqlite())?;
    let left = Catalog::changes(&old.catalog, &before);
    if !left.is_empty() {
        return Err(problems::not_the_same(&left, &on));
    }
    for text in options.renames.iter().chain(&new.renames) {
        let rename = Rename::parse(text, &before).map_err(|message| problems::no_such_rename(text, &message))?;
        let step = rename.step_sqlite();
        run(shadow.sqlite(), &step.sql).map_err(|error| problems::rename(&error, &rename, &on))?;
        difference.statements.push(generate::Statement {
            object: rename.object.clone(),
            action: Action::Altered,
            reason: "renamed, as asked for".to_owned(),
            sql: step.sql,
            hazards: step.hazards,
        });
        difference.renames.push(rename);
        before = catalog(shadow.sqlite())?;
    }
    // What a rename accounts for differs no more.
    difference.changes = Catalog::changes(&before, &new.catalog);
    difference.possible_renames = rename::possible(&before, &new.catalog);
    let statements = generate::sqlite(&before, &new.catalog);
    for (at, statement) in statements.iter().enumerate() {
        let failed = |error| problems::does_not_run(&error, &statements, at, &on);
        run(shadow.sqlite(), &statement.sql).map_err(failed)?;
    }
    let left = Catalog::changes(&catalog(shadow.sqlite())?, &new.catalog);
    if !left.is_empty() {
        return Err(problems::does_not_converge(&left, &on));
    }
    difference.statements.extend(statements);
    difference.proof.on = on;
    Ok(difference)
}

fn shadow() -> Result<SqliteShadow, Problem> {
    SqliteShadow::start().map_err(problems::no_shadow)
}

fn run(sqlite: &Sqlite, sql: &str) -> Result<(), DbError> {
    sqlite.run_sql(sql).map(drop)
}

fn read(source: &Source) -> Result<Side, Problem> {
    let side = |catalog| Side { catalog, renames: Vec::new(), remarks: Vec::new() };
    match source {
        Source::Empty => Ok(side(Catalog::default())),
        Source::Database { address: Address::Sqlite(path) } => {
            let sqlite = Sqlite::open_read_only(path).map_err(problems::connect)?;
            Ok(side(catalog(&sqlite)?))
        }
        Source::Database { .. } => Err(problems::two_engines()),
        Source::Migrations { folder, shown, only } => {
            let plan = replay::plan(folder, shown, only.as_deref(), Engine::Sqlite)?;
            let shadow = shadow()?;
            for migration in &plan.migrations {
                for statement in migration.steps.iter().flat_map(|step| &step.statements) {
                    let ran = shadow.sqlite().execute(statement);
                    let failed = |error| problems::statement(&error, statement, &migration.file, &shadow.what());
                    ran.map_err(failed)?;
                }
            }
            Ok(side(catalog(shadow.sqlite())?))
        }
        Source::Files { files, .. } => {
            let script = script(files, Engine::Sqlite)?;
            let mut shadow = shadow()?;
            let loaded = shadow.load(&script).map_err(|error| problems::load(error, &shadow.what()))?;
            let remarks = loaded.remarks.iter().map(problems::remark).collect();
            Ok(Side { catalog: catalog(shadow.sqlite())?, renames: problems::asked_renames(&script), remarks })
        }
    }
}

fn catalog(sqlite: &Sqlite) -> Result<Catalog, Problem> {
    let mut catalog =
        whimbrel_db::sqlite::catalog::read(sqlite.connection()).map_err(|error| problems::read(&error))?;
    catalog.tables.retain(|name, _| !TABLES_AMONG_OTHERS.contains(&name.name.as_str()));
    Ok(catalog)
}
