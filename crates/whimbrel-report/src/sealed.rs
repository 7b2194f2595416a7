//! What a plan was made of, to be read again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use whimbrel_plan::{Sealed, SealedDatabase, SealedMigration, SealedRefusal};
use whimbrel_source::Version;

/// What a plan was made of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SealedJson {
    /// Which Whimbrel made it.
    pub made_by: String,
    /// For which database.
    pub database: SealedDatabaseJson,
    /// Each object of its schema, by kind and name, with a hash of its definition.
    pub schema: BTreeMap<String, String>,
    /// What would run, in order.
    pub migrations: Vec<SealedMigrationJson>,
    /// What refuses it.
    pub refusals: Vec<SealedRefusalJson>,
}

/// A database.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SealedDatabaseJson {
    /// `postgres` or `sqlite`.
    pub engine: String,
    /// Its name; null for SQLite.
    pub name: Option<String>,
    /// PostgreSQL's system identifier; null where the role may not ask.
    pub system: Option<String>,
}

/// A migration.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SealedMigrationJson {
    /// Its version.
    pub version: String,
    /// Its name.
    pub name: String,
    /// Of what its sections mean.
    pub checksum: String,
}

/// A finding that refuses it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SealedRefusalJson {
    /// The rule's code.
    pub code: String,
    /// File and line.
    pub place: String,
    /// What to do instead.
    pub message: String,
}

impl From<&Sealed> for SealedJson {
    fn from(sealed: &Sealed) -> Self {
        let database = &sealed.database;
        Self {
            made_by: sealed.made_by.clone(),
            database: SealedDatabaseJson {
                engine: database.engine.clone(),
                name: database.name.clone(),
                system: database.system.clone(),
            },
            schema: sealed.schema.clone(),
            migrations: sealed
                .migrations
                .iter()
                .map(|it| SealedMigrationJson {
                    version: it.version.to_string(),
                    name: it.name.clone(),
                    checksum: it.checksum.clone(),
                })
                .collect(),
            refusals: sealed
                .refusals
                .iter()
                .map(|it| SealedRefusalJson {
                    code: it.code.clone(),
                    place: it.place.clone(),
                    message: it.message.clone(),
                })
                .collect(),
        }
    }
}

/// Reads what `plan` has written as JSON.
///
/// # Errors
/// It is no such thing; the words fit `… is no plan: `.
pub fn sealed(text: &str) -> Result<Sealed, String> {
    let value: serde_json::Value = serde_json::from_str(text).map_err(|error| format!("it is no JSON: {error}"))?;
    match value.get("whimbrel").and_then(serde_json::Value::as_u64) {
        Some(version) if version == u64::from(crate::VERSION) => {}
        Some(version) => {
            return Err(format!("it has version {version} of the format, and this is version {}", crate::VERSION));
        }
        None => return Err("it is not of Whimbrel".to_owned()),
    }
    let command = value.get("command").and_then(serde_json::Value::as_str).unwrap_or_default();
    if command != "plan" {
        return Err(format!("it is what `whimbrel {command}` has written"));
    }
    let sealed = value.get("sealed").filter(|sealed| !sealed.is_null());
    let sealed = sealed.ok_or("it does not say what it was made of: it failed")?;
    let sealed: SealedJson = serde_json::from_value(sealed.clone()).map_err(|error| format!("`sealed`: {error}"))?;
    let migration = |it: SealedMigrationJson| {
        let version = Version::new(&it.version).ok_or_else(|| format!("`{}` is no version", it.version))?;
        Ok::<_, String>(SealedMigration { version, name: it.name, checksum: it.checksum })
    };
    let SealedDatabaseJson { engine, name, system } = sealed.database;
    Ok(Sealed {
        made_by: sealed.made_by,
        database: SealedDatabase { engine, name, system },
        schema: sealed.schema,
        migrations: sealed.migrations.into_iter().map(migration).collect::<Result<_, _>>()?,
        refusals: sealed
            .refusals
            .into_iter()
            .map(|it| SealedRefusal { code: it.code, place: it.place, message: it.message })
            .collect(),
    })
}
