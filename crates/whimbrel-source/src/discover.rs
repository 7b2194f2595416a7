//! Finding the migrations of a folder.

use std::path::Path;

use crate::{Migration, SourceError, Version};

/// A folder's migrations, ordered by version, no version twice.
#[derive(Debug, Clone, Default)]
pub struct MigrationSet {
    /// In order.
    pub migrations: Vec<Migration>,
}

impl MigrationSet {
    /// By version.
    pub fn get(&self, version: &Version) -> Option<&Migration> {
        self.migrations
            .binary_search_by(|m| m.version.cmp(version))
            .ok()
            .map(|i| &self.migrations[i])
    }
}

/// Reads every `<digits>_<name>.sql` directly in `folder`; `shown` is how its path is written in messages.
/// All files that cannot be read or understood are reported together.
pub fn discover(folder: &Path, shown: &Path) -> Result<MigrationSet, Vec<SourceError>> {
    let _ = (folder, shown);
    todo!()
}
