//! Statements become steps.

use whimbrel_source::{Engine, Kind, Migration, SectionKind, SourceError, SourceFile, Statement};

use super::{Direction, Plan, PlannedMigration, Step, StepMode, WayBack};
use super::{concurrently, copy};

/// Puts migrations together, or all that is wrong with them.
pub(super) fn plan(
    direction: Direction,
    engine: Engine,
    planned: impl Iterator<Item = Result<PlannedMigration, SourceError>>,
) -> Result<Plan, Vec<SourceError>> {
    let mut migrations = Vec::new();
    let mut errors = Vec::new();
    for one in planned {
        match one {
            Ok(migration) => migrations.push(migration),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(Plan { direction, engine, migrations }) } else { Err(errors) }
}

const FORGOTTEN: &str = "`up` holds no statement: nothing is run, it is only recorded";

/// A migration's `up` and `verify`.
pub(super) fn forward(migration: &Migration, engine: Engine) -> Result<PlannedMigration, SourceError> {
    let statements = migration.statements(SectionKind::Up, engine)?;
    let transaction = migration.section(SectionKind::Up, engine).is_none_or(|up| up.transaction);
    let down = migration.section(SectionKind::Down, engine);
    let checks = migration.statements(SectionKind::Verify, engine)?;
    copy::check(&migration.file, &checks, engine)?;
    // An empty section for one engine says that there is nothing to do there; any other was probably forgotten.
    let for_all = migration.section(SectionKind::Up, engine).is_none_or(|up| up.engine.is_none());
    let forgotten = (statements.is_empty() && for_all).then(|| FORGOTTEN.to_owned());
    let mut planned = PlannedMigration {
        version: migration.version.clone(),
        name: migration.name.clone(),
        description: migration.description.clone(),
        checksum: migration.checksum(engine).to_string(),
        file: migration.file.clone(),
        steps: steps(&migration.file, statements, transaction, engine)?,
        checks,
        down: down.map(|section| migration.body(section).to_owned()),
        down_transaction: down.is_none_or(|section| section.transaction),
        remarks: forgotten.into_iter().collect(),
    };
    if engine == Engine::Sqlite {
        without_concurrently(&mut planned, engine);
    }
    Ok(planned)
}

/// A migration's `down`.
pub(super) fn back(way: &WayBack, engine: Engine) -> Result<PlannedMigration, SourceError> {
    let statements = Statement::split(&way.file, way.body, engine)?;
    let mut planned = PlannedMigration {
        version: way.version.clone(),
        name: way.name.clone(),
        description: way.description.clone(),
        checksum: way.checksum.clone(),
        file: way.file.clone(),
        steps: steps(&way.file, statements, way.transaction, engine)?,
        checks: Vec::new(),
        down: None,
        down_transaction: way.transaction,
        remarks: Vec::new(),
    };
    if engine == Engine::Sqlite {
        without_concurrently(&mut planned, engine);
    }
    Ok(planned)
}

/// Takes `CONCURRENTLY` out of a migration and lets its transactions grow together.
pub(super) fn without_concurrently(migration: &mut PlannedMigration, engine: Engine) {
    let mut found = false;
    for statement in migration.steps.iter_mut().flat_map(|step| &mut step.statements) {
        if let Some(line) = concurrently::take_out(statement) {
            found = true;
            let whom = match engine {
                Engine::Postgres => "the embedded PostgreSQL has one session",
                Engine::Sqlite => "SQLite has one writer",
            };
            let line = migration.file.place(line).line;
            migration.remarks.push(format!("line {line}: run without CONCURRENTLY, because {whom}"));
        }
    }
    if found {
        let statements = std::mem::take(&mut migration.steps).into_iter().flat_map(|step| step.statements);
        migration.steps = one_transaction_where_possible(statements, engine);
    }
}

fn steps(
    file: &SourceFile,
    statements: Vec<Statement>,
    transaction: bool,
    engine: Engine,
) -> Result<Vec<Step>, SourceError> {
    if let Some(statement) = statements.iter().find(|s| releases_the_run_lock(s)) {
        return Err(wrong(
            file,
            statement,
            "DISCARD ALL cannot be part of a migration",
            "it would release the lock that keeps other runs out",
            "write what is meant: `RESET ALL`, `DISCARD TEMP` or `DISCARD PLANS`",
        ));
    }
    copy::check(file, &statements, engine)?;
    match (transaction, engine) {
        (true, _) => in_one_transaction(file, statements, engine),
        (false, Engine::Postgres) => as_written(file, statements),
        // SQLite does in a transaction all that PostgreSQL does outside one.
        (false, Engine::Sqlite) => Ok(one_transaction_where_possible(
            statements.into_iter().filter(|s| !matches!(s.kind, Kind::Begin | Kind::Commit)),
            engine,
        )),
    }
}

fn releases_the_run_lock(statement: &Statement) -> bool {
    let mut words = statement.sql.split_whitespace();
    words.next().is_some_and(|w| w.eq_ignore_ascii_case("discard"))
        && words.next().is_some_and(|w| w.eq_ignore_ascii_case("all"))
}

/// A section that Whimbrel gives its transaction.
fn in_one_transaction(file: &SourceFile, statements: Vec<Statement>, engine: Engine) -> Result<Vec<Step>, SourceError> {
    if let Some(statement) = statements.iter().find(|s| matches!(s.kind, Kind::Begin | Kind::Commit | Kind::Rollback)) {
        return Err(wrong(
            file,
            statement,
            "a migration runs in a transaction of its own, which this statement would begin or end",
            "begins or ends a transaction",
            "delete it, or write `transaction:false` after `-- migrate:up` to place transactions yourself",
        ));
    }
    Ok(one_transaction_where_possible(statements.into_iter(), engine))
}

fn one_transaction_where_possible(statements: impl Iterator<Item = Statement>, engine: Engine) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for statement in statements {
        if stands_alone(&statement, engine) {
            steps.push(Step { mode: StepMode::Alone, statements: vec![statement] });
            continue;
        }
        match steps.last_mut() {
            Some(step) if step.mode == StepMode::Transaction => step.statements.push(statement),
            _ => steps.push(Step { mode: StepMode::Transaction, statements: vec![statement] }),
        }
    }
    steps
}

fn stands_alone(statement: &Statement, engine: Engine) -> bool {
    match engine {
        Engine::Postgres => statement.refused_in_transaction().is_some(),
        Engine::Sqlite => {
            statement.sql.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("vacuum"))
        }
    }
}

/// A section with `transaction:false`: each statement by itself, except what its author put between BEGIN and COMMIT.
fn as_written(file: &SourceFile, statements: Vec<Statement>) -> Result<Vec<Step>, SourceError> {
    let mut steps = Vec::new();
    let mut open: Option<(Statement, Vec<Statement>)> = None;
    for statement in statements {
        match (&statement.kind, open.as_mut()) {
            (Kind::Begin, None) => {
                let first = characteristics(&statement);
                open = Some((statement, first.into_iter().collect()));
            }
            (Kind::Commit, _) if !is_plain_commit(&statement) => {
                return Err(wrong(
                    file,
                    &statement,
                    "a migration's transaction ends with a plain COMMIT",
                    "ends it otherwise",
                    "write COMMIT, and BEGIN where another one is to follow",
                ));
            }
            (Kind::Commit, Some(_)) => {
                let (_, statements) = open.take().expect("this arm is for an open transaction");
                if !statements.is_empty() {
                    steps.push(Step { mode: StepMode::Transaction, statements });
                }
            }
            (Kind::Begin, Some(_)) => {
                return Err(wrong(
                    file,
                    &statement,
                    "a transaction begins inside a transaction",
                    "begins another one",
                    "write COMMIT before it",
                ));
            }
            (Kind::Commit, None) => {
                return Err(wrong(file, &statement, "no transaction is open here", "ends nothing", "delete it"));
            }
            (Kind::Rollback, _) => {
                return Err(wrong(
                    file,
                    &statement,
                    "a migration cannot roll itself back",
                    "would undo what stands before it",
                    "delete it together with the statements it undoes",
                ));
            }
            (_, Some((_, statements))) => {
                if let Some(why) = statement.refused_in_transaction() {
                    return Err(wrong(
                        file,
                        &statement,
                        "PostgreSQL refuses this statement between BEGIN and COMMIT",
                        why,
                        "write COMMIT before it",
                    ));
                }
                statements.push(statement);
            }
            (_, None) => {
                let alone = statement.refused_in_transaction().is_some();
                let mode = if alone { StepMode::Alone } else { StepMode::Transaction };
                steps.push(Step { mode, statements: vec![statement] });
            }
        }
    }
    match open {
        None => Ok(steps),
        Some((begin, _)) => {
            Err(wrong(file, &begin, "a transaction begins and does not end", "begins here", "write COMMIT after it"))
        }
    }
}

/// Neither `PREPARE TRANSACTION` nor `COMMIT AND CHAIN`.
fn is_plain_commit(statement: &Statement) -> bool {
    let mut words = statement.sql.split_whitespace().map(str::to_ascii_uppercase);
    words.next().is_some_and(|word| word == "COMMIT" || word == "END") && !words.any(|word| word == "CHAIN")
}

/// `BEGIN ISOLATION LEVEL …` as the `SET TRANSACTION` that says the same inside our own BEGIN.
fn characteristics(begin: &Statement) -> Option<Statement> {
    let mut words = begin.sql.split_whitespace().peekable();
    let first = words.next()?;
    if first.eq_ignore_ascii_case("start") {
        words.next();
    } else {
        words.next_if(|w| w.eq_ignore_ascii_case("work") || w.eq_ignore_ascii_case("transaction"));
    }
    words.peek()?;
    let sql = format!("SET TRANSACTION {}", words.collect::<Vec<_>>().join(" "));
    Some(Statement { sql, kind: Kind::Other("SET TRANSACTION".to_owned()), ..begin.clone() })
}

pub(super) fn wrong(file: &SourceFile, statement: &Statement, message: &str, label: &str, remedy: &str) -> SourceError {
    SourceError {
        message: message.to_owned(),
        at: Some((file.clone(), statement.span)),
        label: Some(label.to_owned()),
        remedy: Some(remedy.to_owned()),
    }
}
