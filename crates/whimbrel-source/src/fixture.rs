//! Files with rows for the rehearsal of a migration, beside it: `1_users.fixture.sql` of `1_users.sql`.

use std::path::Path;

use crate::migration::split_file_name;
use crate::nearest::nearest;
use crate::split::Pieces;
use crate::{Engine, Migration, SectionKind, SourceError, SourceFile, Version};

const ENDING: &str = ".fixture.sql";

/// True for the name of a file that holds rows for a rehearsal, and is no migration.
pub fn is_fixture(file_name: &str) -> bool {
    file_name.ends_with(ENDING)
}

/// `1_users.fixture.sql` for `1_users.fixtures.sql`: what somebody may have meant.
pub(crate) fn meant(file_name: &str) -> Option<String> {
    let (stem, word) = file_name.strip_suffix(".sql")?.rsplit_once('.')?;
    nearest(&word.to_ascii_lowercase(), &["fixture"]).map(|_| format!("{stem}{ENDING}"))
}

/// The migration that a fixture of this name belongs to; `None` where its file, which is among `names`, was not understood.
/// `names` and `migrations` are sorted.
///
/// # Errors
/// There is no such file.
pub(crate) fn owner<'m>(
    file_name: &str,
    shown: &Path,
    names: &[String],
    migrations: &'m mut [Migration],
) -> Result<Option<&'m mut Migration>, SourceError> {
    let owner = format!("{}.sql", file_name.strip_suffix(ENDING).unwrap_or(file_name));
    let of_version = |version: &Version| migrations.binary_search_by(|it| it.version.cmp(version)).ok();
    let place = split_file_name(&owner).and_then(|(version, _)| of_version(&version));
    let is_named = |migration: &Migration| migration.file.path.file_name().is_some_and(|name| *name == *owner);
    if names.binary_search(&owner).is_ok() {
        return Ok(place.map(|place| &mut migrations[place]).filter(|migration| is_named(migration)));
    }
    let remedy = match place.and_then(|place| migrations[place].file.path.file_stem()) {
        Some(stem) => format!("rename it to `{}{ENDING}`, if its rows are for that migration", stem.display()),
        None => "name it like the migration that its rows are for, or delete it".to_owned(),
    };
    let message = format!("`{}` has rows for `{owner}`, and there is no such migration", shown.display());
    Err(SourceError::new(message).remedy(remedy))
}

/// Gives a fixture to its migration.
///
/// # Errors
/// The migration has one already, the file has sections, or it cannot be split into statements.
pub(crate) fn give(fixture: SourceFile, migration: &mut Migration) -> Result<(), SourceError> {
    let mut pieces = Pieces::to_marker(&fixture, 0, Engine::Postgres);
    for piece in pieces.by_ref() {
        piece?;
    }
    if let Some(marker) = pieces.marker() {
        return Err(SourceError::new("a section in a fixture file")
            .at(&fixture, marker, "all of this file is the fixture")
            .remedy("delete the line"));
    }
    if let Some(section) = migration.sections.iter().find(|section| section.kind == SectionKind::Fixture) {
        return Err(SourceError::new(format!("a second fixture: there is `{}`, too", fixture.path.display()))
            .at(&migration.file, section.header, "the first")
            .remedy("move the rows of the section into that file, or delete the file"));
    }
    migration.fixture = Some(fixture);
    Ok(())
}
