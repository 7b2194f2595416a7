//! The target against what its migrations make.

use whimbrel_db::Address;
use whimbrel_plan::{Difference, ExitClass, Problem};
use whimbrel_source::Version;

use super::{SchemaOptions, Source, diff};
use crate::{Project, Session};

/// How a target differs from what its migrations make.
#[derive(Debug, Clone)]
pub struct Drift {
    /// How many migrations are applied.
    pub applied: usize,
    /// What makes the target what its migrations say.
    pub repair: Difference,
    /// What a new migration would say, for the migrations to make what the target is. The same changes the other way
    /// round.
    pub adopt: Difference,
}

impl Drift {
    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.repair.is_empty() && self.repair.changes.is_empty()
    }
}

/// Compares the target with what its applied migrations make. Reads only.
pub async fn drift(project: &Project, address: &Address, options: &SchemaOptions) -> Result<Drift, Problem> {
    let session = Session::open(project, address, &options.connect).await?;
    let applied = session.applied_versions().await;
    session.close().await;
    let applied = applied?;
    if applied.is_empty() {
        return Err(Problem::new(
            ExitClass::Usage,
            "drift.nothing_applied",
            "nothing is applied, so nothing can have drifted",
        )
        .remedy("apply the migrations: whimbrel apply")
        .remedy("or take over a database that exists: whimbrel baseline")
        .state("nothing was touched"));
    }
    let target = Source::Database { address: address.clone() };
    let migrations = Source::Migrations {
        folder: project.migrations.clone(),
        shown: project.shown.clone(),
        only: Some(applied.clone()),
    };
    let repair = diff(&target, &migrations, options).await?;
    let adopt = if repair.is_empty() { repair.clone() } else { diff(&migrations, &target, options).await? };
    Ok(Drift { applied: applied.len(), repair, adopt })
}

impl Session<'_> {
    /// The versions that are applied and have a file; one that has none cannot be replayed, which is an error.
    async fn applied_versions(&self) -> Result<Vec<Version>, Problem> {
        let files = self.project.read()?;
        let applied = self.history().await?.applied;
        let missing: Vec<_> = applied.keys().filter(|version| files.get(version).is_none()).collect();
        if let Some(first) = missing.first() {
            let message = format!("failed to replay the migrations: the file of {first} is missing");
            return Err(Problem::new(ExitClass::Usage, "drift.missing", message)
                .cause("what it did to the target cannot be told from what somebody else did")
                .remedy("restore the file from version control; see them all: whimbrel status")
                .state("nothing was touched"));
        }
        Ok(applied.into_keys().collect())
    }
}
