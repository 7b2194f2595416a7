//! The difference between two schemas, and its proof: it is applied to a shadow database that holds the first, and
//! what is read back must be the second.

use whimbrel_catalog::generate::{self, Statement};
use whimbrel_catalog::rename::{self, Rename};
use whimbrel_catalog::{Action, Catalog};
use whimbrel_plan::{Difference, Problem, Proof};
use whimbrel_source::Engine;

use super::read::{Reader, Side, run};
use super::rows::{self, Held};
use super::{SchemaOptions, Source, problems, sqlite};

/// What turns `from` into `to`, proven.
///
/// # Errors
/// Where a source cannot be read, and where the proof fails: what is not proven is never returned.
pub async fn diff(from: &Source, to: &Source, options: &SchemaOptions) -> Result<Difference, Problem> {
    if options.engine_of(&[from, to])? == Engine::Sqlite {
        return sqlite::diff(from, to, options);
    }
    let mut reader = Reader::new(options);
    let difference = compare(&mut reader, from, to, options).await;
    let closed = reader.close().await;
    let difference = difference?;
    closed.map(|()| difference)
}

/// What turns `from` into `to`, and what turns that back: both proven.
pub async fn both_ways(
    from: &Source,
    to: &Source,
    options: &SchemaOptions,
) -> Result<(Difference, Difference), Problem> {
    let forth = diff(from, to, options).await?;
    let renames = forth.renames.iter().rev().filter_map(Rename::back).collect();
    let back = diff(to, from, &SchemaOptions { renames, ..options.clone() }).await?;
    Ok((forth, back))
}

async fn compare(
    reader: &mut Reader<'_>,
    from: &Source,
    to: &Source,
    options: &SchemaOptions,
) -> Result<Difference, Problem> {
    // The first is read last, since it is the one that the shadow has to hold. A database needs no shadow to be read, and
    // says which one is the best.
    let read = reader.foresee(from).await?;
    let mut new = reader.read(to).await?;
    if !matches!(from, Source::Database { .. }) && new.version != reader.shadow_version().await? {
        new = reader.on_shadow(new).await?;
    }
    new.leave_out_invalid_indexes();
    let mut old = match read {
        Some(side) => side,
        None => reader.read(from).await?,
    };
    let target = old.version;
    let mut difference = Difference {
        from: from.shown(),
        to: to.shown(),
        changes: Vec::new(),
        renames: Vec::new(),
        statements: Vec::new(),
        possible_renames: Vec::new(),
        seen: old.catalog.seen.iter().chain(&new.catalog.seen).cloned().collect(),
        remarks: old.remarks.iter().chain(&new.remarks).cloned().collect(),
        proof: Proof::default(),
    };
    difference.seen.sort();
    difference.seen.dedup();
    let is_same_version = old.version == new.version;
    if is_same_version && Catalog::changes(&old.catalog, &new.catalog).is_empty() {
        return Ok(difference);
    }
    // Expressions are compared as one version of PostgreSQL writes them.
    let shadow_version = reader.shadow_version().await?;
    let new = if new.version == shadow_version { new } else { reader.on_shadow(new).await? };
    // No statement makes an invalid index: the shadow holds a valid one in its place.
    let invalid = old.catalog.invalid_indexes();
    old.catalog.set_indexes_valid(&invalid, true);
    let old = reader.on_shadow(old).await?;
    let asked: Vec<_> = options.renames.iter().chain(&new.renames).cloned().collect();
    let mut old = renamed(reader, old, &new.catalog, &asked, &mut difference).await?;
    old.catalog.set_indexes_valid(&invalid, false);
    // What a rename accounts for differs no more.
    difference.changes = Catalog::changes(&old.catalog, &new.catalog);
    difference.possible_renames = rename::possible(&old.catalog, &new.catalog);
    let statements =
        generate::statements(&old.catalog, &new.catalog, target).map_err(|cycle| problems::cycle(&cycle))?;
    prove(reader, &statements, (&old.catalog, &new.catalog), options.with_rows, &mut difference).await?;
    difference.statements.extend(statements);
    Ok(difference)
}

/// Does the renames that were asked for, and those that change nothing but a name, and reads the schema again: views
/// and functions then name the objects by their new names, without anybody guessing in their texts.
async fn renamed(
    reader: &Reader<'_>,
    mut old: Side,
    new: &Catalog,
    asked: &[String],
    difference: &mut Difference,
) -> Result<Side, Problem> {
    let Some(shadow) = reader.shadow() else { return Ok(old) };
    let on = shadow.what();
    let mut rename = async |renames: Vec<Rename>, reason: &str, old: &mut Side| {
        for it in &renames {
            let step = it.step();
            shadow.postgres().run(&step.sql).await.map_err(|error| problems::rename(&error, it, &on))?;
            let (object, sql, hazards) = (it.object.clone(), step.sql, step.hazards);
            let reason = reason.to_owned();
            difference.statements.push(Statement { object, action: Action::Altered, reason, sql, hazards });
        }
        if !renames.is_empty() {
            old.catalog = reader.shadow_catalog().await?;
            difference.renames.extend(renames);
        }
        Ok::<(), Problem>(())
    };
    for text in asked {
        let it = Rename::parse(text, &old.catalog).map_err(|message| problems::no_such_rename(text, &message))?;
        rename(vec![it], "renamed, as asked for", &mut old).await?;
    }
    let safe = rename::safe(&old.catalog, new);
    rename(safe, "the same but for its name", &mut old).await?;
    Ok(old)
}

/// Applies the statements to the shadow, which holds the first schema, and compares what it then holds.
async fn prove(
    reader: &Reader<'_>,
    statements: &[Statement],
    (old, wanted): (&Catalog, &Catalog),
    with_rows: bool,
    difference: &mut Difference,
) -> Result<(), Problem> {
    let Some(shadow) = reader.shadow() else { return Ok(()) };
    let on = shadow.what();
    let held = match with_rows {
        true => Some(Held::fill(shadow.postgres(), old, wanted).await.map_err(|error| problems::read(&error))?),
        false => None,
    };
    if reader.is_ours() {
        // Those of the second schema went when the shadow was emptied for the first.
        for role in wanted.roles() {
            problems::create_role(shadow.postgres(), &role, &on).await?;
        }
    }
    run(shadow.postgres(), statements).await.map_err(|(error, at)| match &held {
        Some(_) if rows::is_of_rows(&error.code) => problems::rows_refused(&error, statements, at, &on),
        _ => problems::does_not_run(&error, statements, at, &on),
    })?;
    let left = Catalog::changes(&reader.shadow_catalog().await?, wanted);
    if !left.is_empty() {
        return Err(problems::does_not_converge(&left, &on));
    }
    if let Some(held) = held {
        let all: Vec<_> = difference.statements.iter().chain(statements).cloned().collect();
        difference.proof.rows = Some(held.survived(shadow.postgres(), (old, wanted), &all, &on).await?);
    }
    (difference.proof.on, difference.proof.because) = (on, reader.because());
    Ok(())
}
