//! What the embedded PostgreSQL is made to hold before anything is tried on it: made once, and copied the next time.

use sha2::{Digest, Sha256};
use whimbrel_catalog::Catalog;
use whimbrel_catalog::generate::Statement;
use whimbrel_db::shadow::Shadow;
use whimbrel_plan::{Plan, Problem, StepMode};

use super::read::Reader;
use crate::fingerprint::fingerprint;

/// All that a schema on the embedded PostgreSQL is made of, as a hash.
pub(super) struct MadeOf {
    name: String,
}

impl MadeOf {
    /// The migrations of a plan, run one after the other.
    pub(super) fn plan(plan: &Plan) -> Self {
        let mut texts = Vec::new();
        for migration in &plan.migrations {
            texts.push("migration");
            for step in &migration.steps {
                texts.push(if step.mode == StepMode::Transaction { "transaction" } else { "alone" });
                for it in &step.statements {
                    texts.extend([it.sql.as_str(), it.copy_data.map_or("", |rows| migration.file.slice(rows))]);
                }
            }
        }
        Self::of("migrations", texts)
    }

    /// Roles and statements.
    pub(super) fn statements(roles: &[String], statements: &[Statement]) -> Self {
        Self::of("schema", roles.iter().map(String::as_str).chain(statements.iter().map(|it| it.sql.as_str())))
    }

    fn of<'t>(kind: &'t str, texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut hash = Sha256::new();
        for text in [env!("CARGO_PKG_VERSION"), kind].into_iter().chain(texts) {
            // with their lengths, so that no two lists of texts look alike
            hash.update(text.len().to_be_bytes());
            hash.update(text);
        }
        let name = hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        Self { name }
    }
}

impl Reader<'_> {
    /// The schema where it is kept; the shadow holds it then.
    pub(super) async fn kept(&mut self, of: &MadeOf) -> Result<Option<Catalog>, Problem> {
        self.choose()?;
        if !self.is_embedded() {
            return Ok(None);
        }
        let Some((shadow, note)) = Shadow::from_kept(&of.name, &self.options().connect).await else { return Ok(None) };
        self.take(shadow).await?;
        let catalog = self.whole_catalog().await?;
        if told(&catalog) == note {
            return Ok(Some(catalog));
        }
        // Something has damaged it. The shadow is emptied for whatever comes next.
        Shadow::forget(&of.name);
        Ok(None)
    }

    /// Keeps what the shadow holds now, which is `catalog`, if that took long to make.
    pub(super) async fn keep(&self, of: &MadeOf, catalog: &Catalog) {
        let took = self.emptied_at().map(|then| then.elapsed()).unwrap_or_default();
        if let Some(shadow) = self.shadow().filter(|_| self.is_embedded()) {
            shadow.keep(&of.name, &told(catalog), took).await;
        }
    }
}

/// What a copy must still hold.
fn told(catalog: &Catalog) -> String {
    fingerprint(catalog).iter().map(|(object, hash)| format!("{object} {hash}\n")).collect()
}
