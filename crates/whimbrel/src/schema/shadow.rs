//! Which shadow database is taken: as asked for, or by what the target and the migrations need, with the reason said.

use std::collections::BTreeSet;

use whimbrel_catalog::Catalog;
use whimbrel_db::Address;
use whimbrel_db::shadow::{Choice, Installation, Machine, embedded};
use whimbrel_plan::{PlannedMigration, Problem};
use whimbrel_source::{Engine, Statement};

use super::problems;

/// Where schemas are tried.
#[derive(Debug, Clone, Default)]
pub struct ShadowOptions {
    /// Which it is to be.
    pub kind: ShadowKind,
    /// Where to find programs for a server.
    pub machine: Machine,
}

/// Which shadow database is wanted.
#[derive(Debug, Clone, Default)]
pub enum ShadowKind {
    /// The PostgreSQL inside this program.
    #[default]
    Embedded,
    /// That one, or a server from local programs where those have a version or an extension that it lacks.
    Auto,
    /// A server from local programs: of this major version; where `None`, of the target's, or the newest.
    Local(Option<u32>),
    /// A scratch database on this server.
    On(Address),
}

/// What the target has and the migrations ask for, as far as it decides where they are tried.
#[derive(Debug, Clone, Default)]
pub(crate) struct Needs {
    /// The target's major version.
    version: Option<u32>,
    extensions: BTreeSet<String>,
}

impl Needs {
    /// Of a target of that version, if it is known.
    pub(super) fn of_target(version: Option<u32>) -> Self {
        Self { version, extensions: BTreeSet::new() }
    }

    /// A database is to be held, or written for. The first one is the target.
    pub(crate) fn database(&mut self, catalog: &Catalog, version: u32) {
        self.version.get_or_insert(version);
        self.extensions.extend(catalog.extensions.keys().cloned());
    }

    pub(crate) fn migrations<'m>(&mut self, migrations: impl IntoIterator<Item = &'m PlannedMigration>) {
        let steps = migrations.into_iter().flat_map(|migration| &migration.steps);
        self.statements(steps.flat_map(|step| &step.statements));
    }

    pub(crate) fn statements<'s>(&mut self, statements: impl IntoIterator<Item = &'s Statement>) {
        let created = statements.into_iter().filter_map(|statement| statement.created(Engine::Postgres));
        let extensions = created.filter(|it| it.what == "EXTENSION");
        self.extensions.extend(extensions.map(|it| it.name.name));
    }

    fn extensions(&self) -> impl Iterator<Item = &str> {
        self.extensions.iter().map(String::as_str)
    }
}

/// The one that is taken.
pub(super) struct Chosen {
    pub choice: Choice,
    /// Why it is this one, where nobody asked for it and another might be expected: `the target runs PostgreSQL 15`.
    pub because: Option<String>,
}

impl Chosen {
    pub(super) fn embedded() -> Self {
        Self { choice: Choice::Embedded, because: None }
    }

    /// Why another is taken instead, where it is from local programs.
    pub(super) fn not_started(&self) -> Option<String> {
        match &self.choice {
            Choice::Local(installation) => Some(format!("{} did not start", installation.what())),
            Choice::Embedded | Choice::Server(_) => None,
        }
    }
}

impl ShadowOptions {
    /// Chooses.
    ///
    /// # Errors
    /// Where what is asked for is not there.
    pub(super) fn choose(&self, needs: &Needs) -> Result<Chosen, Problem> {
        let choice = match &self.kind {
            ShadowKind::Auto => {
                let Some((installation, because)) = self.better(needs) else { return Ok(Chosen::embedded()) };
                return Ok(Chosen { choice: Choice::Local(Box::new(installation)), because: Some(because) });
            }
            ShadowKind::Embedded | ShadowKind::On(Address::Embedded(_)) => Choice::Embedded,
            ShadowKind::Local(version) => {
                let chosen = self.machine.choose(*version, needs.version);
                Choice::Local(Box::new(chosen.map_err(problems::no_shadow)?))
            }
            ShadowKind::On(Address::Postgres(config)) => Choice::Server(config.clone()),
            ShadowKind::On(Address::Sqlite(_)) => return Err(problems::shadow_is_sqlite()),
        };
        Ok(Chosen { choice, because: None })
    }

    /// Local programs that have what the embedded PostgreSQL lacks, and lack nothing that it has; and what that is. Nothing
    /// is looked for where it lacks nothing.
    fn better(&self, needs: &Needs) -> Option<(Installation, String)> {
        let own = embedded::major_version();
        let lacking: BTreeSet<&str> = needs.extensions().filter(|name| !embedded::has_extension(name)).collect();
        let other_version = needs.version.filter(|version| Some(*version) != own);
        if own.is_some() && lacking.is_empty() && other_version.is_none() {
            return None;
        }
        let no_worse = |it: &Installation| it.lacks(needs.extensions()).is_subset(&lacking);
        if let Some(version) = other_version
            && let Some(found) = self.machine.of_major(version).filter(no_worse)
        {
            return Some((found, format!("the target runs PostgreSQL {version}")));
        }
        if own.is_some() && lacking.is_empty() {
            return None;
        }
        let mut all = self.machine.installations();
        // The target's version, then newer ones, the nearest first, then older ones.
        all.sort_by_key(|it| match needs.version {
            Some(version) if it.major < version => (1, version - it.major),
            Some(version) => (0, it.major - version),
            None => (0, 0),
        });
        let has_more = |it: &Installation| own.is_none() || it.lacks(lacking.iter().copied()).len() < lacking.len();
        let found = all.into_iter().find(|it| no_worse(it) && has_more(it))?;
        let because = match own {
            Some(_) => {
                let still = found.lacks(lacking.iter().copied());
                let names: Vec<&str> = lacking.difference(&still).copied().collect();
                format!("the embedded PostgreSQL has no extension {}", names.join(", "))
            }
            None => "this build has no embedded PostgreSQL".to_owned(),
        };
        Some((found, because))
    }
}
