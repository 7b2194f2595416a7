//! A source as a catalog.

use std::collections::BTreeSet;
use std::time::Instant;

use whimbrel_catalog::generate::{self, Statement};
use whimbrel_catalog::{Catalog, ObjectId};
use whimbrel_db::load::{self, Roles, Script};
use whimbrel_db::postgres::catalog::{self, ReadOptions};
use whimbrel_db::shadow::{Choice, Shadow};
use whimbrel_db::{Address, Connection, Postgres};
use whimbrel_plan::{Plan, Problem};
use whimbrel_source::Engine;

use super::kept::MadeOf;
use super::shadow::{Chosen, Needs};
use super::source::Source;
use super::{SchemaOptions, ShadowKind, problems, replay};

/// A schema as it was read.
pub(crate) struct Side {
    pub(crate) catalog: Catalog,
    /// Major version of the server that rendered its expressions.
    pub(crate) version: u32,
    /// Renames that its files ask for.
    pub(crate) renames: Vec<String>,
    pub(crate) remarks: Vec<String>,
    /// The shadow database has held it since it was emptied for this time; it holds one schema at a time.
    pub(crate) on_shadow: Option<usize>,
}

impl Side {
    /// As a server of that major version wrote it.
    pub(crate) fn new(catalog: Catalog, version: u32) -> Self {
        Self { catalog, version, renames: Vec::new(), remarks: Vec::new(), on_shadow: None }
    }

    /// Takes out of a schema that is wanted what a `CREATE INDEX CONCURRENTLY` that failed has left, with a remark.
    pub(super) fn leave_out_invalid_indexes(&mut self) {
        let left_out = self.catalog.leave_out_invalid_indexes();
        let remark = |id: &ObjectId| format!("index {} is invalid and left out: building it had failed", id.short());
        self.remarks.extend(left_out.iter().map(remark));
    }
}

/// Reads sources, with a shadow database for those that are not a database.
pub(crate) struct Reader<'o> {
    options: &'o SchemaOptions,
    shadow: Option<Shadow>,
    /// What decides which shadow is taken; nothing more once it is.
    pub(crate) needs: Needs,
    chosen: Option<Chosen>,
    /// How often the shadow was emptied to take a schema.
    emptied: usize,
    emptied_at: Option<Instant>,
}

impl<'o> Reader<'o> {
    pub(crate) fn new(options: &'o SchemaOptions) -> Self {
        let needs = Needs::of_target(options.target_version);
        Self { options, shadow: None, needs, chosen: None, emptied: 0, emptied_at: None }
    }

    /// Ends the shadow and drops what it made.
    pub(crate) async fn close(mut self) -> Result<(), Problem> {
        match self.shadow.take() {
            Some(shadow) => shadow.close().await.map_err(problems::no_shadow),
            None => Ok(()),
        }
    }

    /// Learns what a source that is read later needs of the shadow. A database is read now.
    pub(super) async fn foresee(&mut self, source: &Source) -> Result<Option<Side>, Problem> {
        if matches!(source, Source::Database { .. }) {
            return self.read(source).await.map(Some);
        }
        if matches!(self.options.shadow.kind, ShadowKind::Auto) {
            match source {
                Source::Migrations { folder, shown, only } => {
                    let plan = replay::plan(folder, shown, only.as_deref(), Engine::Postgres)?;
                    self.needs.migrations(&plan.migrations);
                }
                Source::Files { files, .. } => self.needs.statements(script(files, Engine::Postgres)?.statements()),
                Source::Empty | Source::Database { .. } => {}
            }
        }
        Ok(None)
    }

    /// The schema that a source has.
    pub(crate) async fn read(&mut self, source: &Source) -> Result<Side, Problem> {
        let mut side = match source {
            Source::Empty => {
                let options = self.options;
                let shadow = self.empty().await?;
                let (catalog, version) = (read(shadow.postgres(), options).await?, version(shadow.postgres()));
                Side { on_shadow: Some(self.emptied), ..Side::new(catalog, version) }
            }
            Source::Database { address } => {
                let (catalog, version) = database(address, self.options).await?;
                self.needs.database(&catalog, version);
                Side::new(catalog, version)
            }
            Source::Migrations { folder, shown, only } => {
                self.replayed(&replay::plan(folder, shown, only.as_deref(), Engine::Postgres)?).await?
            }
            Source::Files { files, .. } => {
                let script = script(files, Engine::Postgres)?;
                let renames = problems::asked_renames(&script);
                self.needs.statements(script.statements());
                let options = self.options;
                let shadow = self.empty().await?;
                let loaded = shadow.load(&script).await;
                let loaded = loaded.map_err(|error| problems::load(error, &shadow.what()))?;
                let (catalog, version) = (read(shadow.postgres(), options).await?, version(shadow.postgres()));
                let remarks = loaded.remarks.iter().map(problems::remark).collect();
                Side { on_shadow: Some(self.emptied), renames, remarks, ..Side::new(catalog, version) }
            }
        };
        strip(&mut side.catalog, self.options);
        Ok(side)
    }

    /// The schema that these migrations make, one after the other. The shadow holds it afterwards.
    pub(crate) async fn replayed(&mut self, plan: &Plan) -> Result<Side, Problem> {
        self.needs.migrations(&plan.migrations);
        let made_of = MadeOf::plan(plan);
        let mut catalog = match self.kept(&made_of).await? {
            Some(catalog) => catalog,
            None => {
                let options = self.options;
                let shadow = self.empty().await?;
                replay::On::shadow(shadow).await?.run(plan).await?;
                let catalog = read(shadow.postgres(), options).await?;
                self.keep(&made_of, &catalog).await;
                catalog
            }
        };
        strip(&mut catalog, self.options);
        let version = self.shadow_version().await?;
        Ok(Side { on_shadow: Some(self.emptied), ..Side::new(catalog, version) })
    }

    /// The same schema as the shadow's version of PostgreSQL writes it. The shadow holds it afterwards.
    pub(crate) async fn on_shadow(&mut self, side: Side) -> Result<Side, Problem> {
        if side.on_shadow == Some(self.emptied) {
            return Ok(side);
        }
        let statements = generate::dump(&side.catalog, side.version).map_err(|cycle| problems::cycle(&cycle))?;
        let roles: Vec<String> = side.catalog.roles().into_iter().collect();
        let made_of = MadeOf::statements(&roles, &statements);
        let mut catalog = match self.kept(&made_of).await? {
            Some(catalog) => catalog,
            None => {
                let catalog = self.made(&roles, &statements).await?;
                self.keep(&made_of, &catalog).await;
                catalog
            }
        };
        strip(&mut catalog, self.options);
        let version = self.shadow_version().await?;
        if version == side.version {
            let left = Catalog::changes(&side.catalog, &catalog);
            if !left.is_empty() {
                let on = self.shadow.as_ref().map(Shadow::what).unwrap_or_default();
                return Err(problems::not_the_same(&left, &on));
            }
        }
        Ok(Side { catalog, version, on_shadow: Some(self.emptied), ..side })
    }

    /// What these make of nothing. The shadow holds it afterwards.
    async fn made(&mut self, roles: &[String], statements: &[Statement]) -> Result<Catalog, Problem> {
        let options = self.options;
        let shadow = self.empty().await?;
        let on = shadow.what();
        if is_ours(shadow) {
            for role in roles {
                problems::create_role(shadow.postgres(), role, &on).await?;
            }
        }
        let ran = run(shadow.postgres(), statements).await;
        ran.map_err(|(error, at)| problems::not_held(&error, &statements[at], &on))?;
        read(shadow.postgres(), options).await
    }

    pub(crate) fn options(&self) -> &'o SchemaOptions {
        self.options
    }

    /// Roles may be created on the shadow: it is no server of somebody else's.
    pub(crate) fn is_ours(&self) -> bool {
        self.shadow.as_ref().is_some_and(is_ours)
    }

    /// The shadow, once something was read or loaded.
    pub(crate) fn shadow(&self) -> Option<&Shadow> {
        self.shadow.as_ref()
    }

    /// Why the shadow is not the embedded PostgreSQL, where nobody asked for another.
    pub(crate) fn because(&self) -> Option<String> {
        self.chosen.as_ref()?.because.clone()
    }

    /// What the shadow holds now.
    pub(super) async fn shadow_catalog(&self) -> Result<Catalog, Problem> {
        let mut catalog = self.whole_catalog().await?;
        strip(&mut catalog, self.options);
        Ok(catalog)
    }

    /// The same, with what is not to be compared.
    pub(super) async fn whole_catalog(&self) -> Result<Catalog, Problem> {
        match &self.shadow {
            Some(shadow) => read(shadow.postgres(), self.options).await,
            None => Ok(Catalog::empty()),
        }
    }

    /// When the shadow was last without anything in it.
    pub(super) fn emptied_at(&self) -> Option<Instant> {
        self.emptied_at
    }

    /// Chooses the shadow, by what is known to be needed now.
    pub(super) fn choose(&mut self) -> Result<&Chosen, Problem> {
        let chosen = match self.chosen.take() {
            Some(chosen) => chosen,
            None => self.options.shadow.choose(&self.needs)?,
        };
        Ok(self.chosen.insert(chosen))
    }

    /// The PostgreSQL inside this program was chosen.
    pub(super) fn is_embedded(&self) -> bool {
        self.chosen.as_ref().is_some_and(|chosen| matches!(chosen.choice, Choice::Embedded))
    }

    /// Takes a shadow that holds something already, instead of the one it has.
    pub(super) async fn take(&mut self, shadow: Shadow) -> Result<(), Problem> {
        self.emptied += 1;
        match self.shadow.replace(shadow) {
            Some(last) => last.close().await.map_err(problems::no_shadow),
            None => Ok(()),
        }
    }

    /// The shadow without anything in it.
    async fn empty(&mut self) -> Result<&mut Shadow, Problem> {
        let shadow = match self.shadow.take() {
            None => self.start().await?,
            Some(mut shadow) if self.emptied > 0 => {
                shadow.reset().await.map_err(problems::no_shadow)?;
                shadow
            }
            Some(shadow) => shadow,
        };
        self.emptied += 1;
        self.emptied_at = Some(Instant::now());
        Ok(self.shadow.insert(shadow))
    }

    async fn start(&mut self) -> Result<Shadow, Problem> {
        let connect = &self.options.connect;
        let chosen = self.choose()?;
        let mut started = Shadow::start(&chosen.choice, connect).await;
        if started.is_err() && chosen.because.is_some() {
            // Nobody asked for it. What the embedded one lacks is told as if there were no other.
            let because = chosen.not_started();
            let embedded = self.chosen.insert(Chosen { because, ..Chosen::embedded() });
            started = Shadow::start(&embedded.choice, connect).await;
        }
        started.map_err(problems::no_shadow)
    }

    /// The major version of the shadow's PostgreSQL.
    pub(super) async fn shadow_version(&mut self) -> Result<u32, Problem> {
        if self.shadow.is_none() {
            self.shadow = Some(self.start().await?);
        }
        Ok(self.shadow.as_ref().map_or(0, |shadow| shadow.version() / 10_000))
    }
}

impl Drop for Reader<'_> {
    /// Where it was not closed somebody does not want to wait any longer: what the shadow runs may have no end.
    fn drop(&mut self) {
        if let Some(shadow) = self.shadow.take() {
            shadow.postgres().give_up();
        }
    }
}

/// Runs statements one by one; the error comes with the place of the one that failed.
pub(super) async fn run(postgres: &Postgres, statements: &[Statement]) -> Result<(), (whimbrel_db::DbError, usize)> {
    for setting in generate::SETTINGS {
        postgres.run(setting).await.map_err(|error| (error, 0))?;
    }
    for (at, statement) in statements.iter().enumerate() {
        postgres.run(&statement.sql).await.map_err(|error| (error, at))?;
    }
    postgres.run("RESET search_path; RESET check_function_bodies").await.map_err(|error| (error, 0))?;
    Ok(())
}

/// Roles may be created on it.
fn is_ours(shadow: &Shadow) -> bool {
    shadow.roles() == Roles::Create
}

fn version(postgres: &Postgres) -> u32 {
    postgres.version() / 10_000
}

async fn read(postgres: &Postgres, options: &SchemaOptions) -> Result<Catalog, Problem> {
    let options = ReadOptions { ignore_schemas: vec![options.history_schema.clone()], ..ReadOptions::default() };
    catalog::read(postgres, &options).await.map_err(|error| problems::read(&error))
}

async fn database(address: &Address, options: &SchemaOptions) -> Result<(Catalog, u32), Problem> {
    let connection = whimbrel_db::connect(address, &options.connect).await.map_err(problems::connect)?;
    match connection {
        Connection::Postgres(postgres) => {
            let (catalog, version) = (read(&postgres, options).await, version(&postgres));
            postgres.close().await;
            Ok((catalog?, version))
        }
        Connection::Sqlite(sqlite) => {
            let catalog = whimbrel_db::sqlite::catalog::read(sqlite.connection());
            Ok((catalog.map_err(|error| problems::read(&error))?, 0))
        }
    }
}

pub(super) fn script(files: &[(std::path::PathBuf, std::path::PathBuf)], engine: Engine) -> Result<Script, Problem> {
    let mut read = Vec::new();
    for (path, shown) in files {
        let bytes = std::fs::read(path).map_err(|error| problems::file(shown, &error))?;
        read.push(load::decode(shown, bytes)?);
    }
    Ok(Script::read(read, engine)?)
}

/// Leaves out what is not to be compared.
pub(crate) fn strip(catalog: &mut Catalog, options: &SchemaOptions) {
    let tables: BTreeSet<_> = whimbrel_run::history::TABLES_AMONG_OTHERS.into_iter().collect();
    catalog.tables.retain(|name, _| !tables.contains(name.name.as_str()));
    for attributes in catalog.attributes.values_mut() {
        if !options.owners {
            attributes.owner = None;
        }
        if !options.privileges {
            attributes.granted.clear();
            attributes.revoked.clear();
        }
    }
    catalog.attributes.retain(|_, attributes| !attributes.is_plain());
}
