//! What a migration breaks without dropping it, found by trying: functions whose body no longer means anything, triggers
//! that raise an error when a row is written, views that can no longer be read.
//!
//! Only what worked before counts. A PL/pgSQL function that is no trigger's is not called: nobody knows with what.

use std::collections::BTreeSet;

use whimbrel_catalog::sample::rows;
use whimbrel_catalog::{Catalog, Name, ObjectId, ObjectKind, Table, ident};
use whimbrel_db::DbError;
use whimbrel_plan::{BrokenObject, Problem};

use super::Stage;

/// One way to use an object.
struct Probe {
    object: ObjectId,
    /// Which use of it: `insert`, `update`, `delete`, `read`, `define`.
    what: &'static str,
    /// What has to be there first; where it fails, nothing is found out.
    first: Vec<String>,
    sql: String,
}

/// Uses that worked, by object.
pub(super) type Working = BTreeSet<(ObjectId, &'static str)>;

/// What works now.
pub(super) async fn working(stage: &Stage<'_>, catalog: &Catalog) -> Result<Working, Problem> {
    let mut works = Working::new();
    let tried = try_all(stage, catalog).await?;
    works.extend(tried.into_iter().filter(|(_, error)| error.is_none()).map(|(probe, _)| (probe.object, probe.what)));
    Ok(works)
}

/// What worked, is still there, and fails now.
pub(super) async fn found(
    stage: &Stage<'_>,
    worked: &Working,
    before: &Catalog,
    catalog: &Catalog,
) -> Result<Vec<BrokenObject>, Problem> {
    let mut worked = worked.clone();
    worked.extend(without_triggers(stage, before, catalog).await?);
    if worked.is_empty() {
        return Ok(Vec::new());
    }
    let tried = try_all(stage, catalog).await?;
    let mut broken: Vec<BrokenObject> = Vec::new();
    for (probe, error) in tried {
        let Some(error) = error.filter(|_| worked.contains(&(probe.object.clone(), probe.what))) else { continue };
        if !broken.iter().any(|it| it.object == probe.object) {
            broken.push(BrokenObject { object: probe.object, error });
        }
    }
    Ok(broken)
}

/// What works on tables with new triggers, but for these.
async fn without_triggers(stage: &Stage<'_>, before: &Catalog, catalog: &Catalog) -> Result<Working, Problem> {
    let is_new = |name: &Name, table: &Table| {
        before.tables.get(name).is_some_and(|old| table.triggers.keys().any(|it| !old.triggers.contains_key(it)))
    };
    let tables = catalog.tables.iter().filter(|(name, table)| is_new(name, table) && table.foreign.is_none());
    let mut probes: Vec<Probe> = Vec::new();
    for (name, table) in tables {
        let off = format!("ALTER TABLE {} DISABLE TRIGGER USER", name.sql());
        probes.extend(of_table(catalog, name, table).into_iter().map(|mut probe| {
            probe.first.insert(0, off.clone());
            probe
        }));
    }
    if probes.is_empty() {
        return Ok(Working::new());
    }
    let tried = stage.in_passing(run(stage, probes)).await?;
    let works = tried.into_iter().filter(|(_, error)| error.is_none());
    Ok(works.map(|(probe, _)| (probe.object, probe.what)).collect())
}

/// Each with the error it raises, if it does; those that could not be set up are left out.
async fn try_all(stage: &Stage<'_>, catalog: &Catalog) -> Result<Vec<(Probe, Option<String>)>, Problem> {
    if catalog.functions.is_empty() {
        // Without functions PostgreSQL knows of every dependency.
        return Ok(Vec::new());
    }
    stage.in_passing(all(stage, catalog)).await
}

async fn all(stage: &Stage<'_>, catalog: &Catalog) -> Result<Vec<(Probe, Option<String>)>, DbError> {
    let mut probes = of_functions(stage).await?;
    probes.extend(of_triggers(catalog));
    probes.extend(of_views(catalog));
    run(stage, probes).await
}

async fn run(stage: &Stage<'_>, probes: Vec<Probe>) -> Result<Vec<(Probe, Option<String>)>, DbError> {
    let mut tried = Vec::new();
    stage.postgres.run("SET LOCAL check_function_bodies = on").await?;
    for probe in probes {
        stage.postgres.run("SAVEPOINT whimbrel_probe").await?;
        let ready = match probe.first.is_empty() {
            true => Ok(()),
            false => stage.postgres.run(&probe.first.join(";\n")).await.map(drop),
        };
        let outcome = match ready {
            Ok(()) => Some(stage.postgres.run(&probe.sql).await.err()),
            Err(error) if error.disconnected => return Err(error),
            Err(_) => None,
        };
        stage.postgres.run("ROLLBACK TO SAVEPOINT whimbrel_probe").await?;
        match outcome {
            Some(Some(error)) if error.disconnected => return Err(error),
            Some(error) => tried.push((probe, error.map(|error| error.message))),
            None => {}
        }
    }
    Ok(tried)
}

/// Functions in SQL are checked when they are created: they are created once more, as they are.
async fn of_functions(stage: &Stage<'_>) -> Result<Vec<Probe>, DbError> {
    let replies = stage.postgres.run(include_str!("sql_functions.sql")).await?;
    let rows = replies.into_iter().flat_map(|reply| reply.rows);
    let probe = |row: Vec<Option<String>>| {
        let [Some(schema), Some(name), Some(definition)] = row.as_slice() else { return None };
        let object = ObjectId::new(ObjectKind::Function, &Name::in_schema(schema, name));
        Some(Probe { object, what: "define", first: Vec::new(), sql: definition.clone() })
    };
    Ok(rows.filter_map(probe).collect())
}

/// A row is inserted, updated and deleted.
fn of_triggers(catalog: &Catalog) -> Vec<Probe> {
    let with_triggers =
        catalog.tables.iter().filter(|(_, table)| !table.triggers.is_empty() && table.foreign.is_none());
    with_triggers.flat_map(|(name, table)| of_table(catalog, name, table)).collect()
}

fn of_table(catalog: &Catalog, name: &Name, table: &Table) -> Vec<Probe> {
    let sample = rows(catalog, name, 1);
    let own = |filled: &&whimbrel_catalog::sample::Filled| filled.table == *name;
    let Some(insert) = sample.filled.iter().find(own).and_then(|filled| filled.statements.first()).cloned() else {
        return Vec::new();
    };
    let others: Vec<String> =
        sample.filled.iter().filter(|filled| filled.table != *name).flat_map(|it| it.statements.clone()).collect();
    // Which of several triggers it was, only the message tells.
    let object = match table.triggers.keys().next().filter(|_| table.triggers.len() == 1) {
        Some(trigger) => ObjectId::part(ObjectKind::Trigger, name, trigger),
        None => ObjectId::new(ObjectKind::Table, name),
    };
    let mut deferred = if sample.deferred { vec!["SET CONSTRAINTS ALL DEFERRED".to_owned()] } else { Vec::new() };
    deferred.extend(others);
    let probe = |what, first: Vec<String>, sql: String| Probe { object: object.clone(), what, first, sql };
    let mut there = deferred.clone();
    there.push(insert.clone());
    let mut probes = vec![probe("insert", deferred, insert)];
    let plain = table.columns.iter().find(|column| column.generated.is_none() && column.identity.is_none());
    if let Some(column) = plain.map(|column| ident(&column.name)) {
        let update = format!("UPDATE {} SET {column} = {column}", name.sql());
        probes.push(probe("update", there.clone(), update));
    }
    probes.push(probe("delete", there, format!("DELETE FROM {}", name.sql())));
    probes
}

fn of_views(catalog: &Catalog) -> impl Iterator<Item = Probe> {
    catalog.views.keys().map(|name| Probe {
        object: ObjectId::new(ObjectKind::View, name),
        what: "read",
        first: Vec::new(),
        sql: format!("SELECT * FROM {} LIMIT 1", name.sql()),
    })
}
