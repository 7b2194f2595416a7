//! Rows of foreign-data wrappers, servers and user mappings, as the model has them.
//!
//! The values of options that may be secrets do not leave the server: what is asked for is a digest under a key of this
//! process, so that two can be compared and none can be guessed from what is stored or shown.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;

use whimbrel_catalog::{
    ForeignDataWrapper, ForeignOption, ForeignOptions, ObjectId, ObjectKind, Secret, Server, UserMapping, ident,
};

use super::cells::Cells;
use super::{Loader, class};
use crate::DbError;

/// SQL: the key of the digests.
pub(super) static DIGEST_KEY: LazyLock<String> = LazyLock::new(|| {
    // each state has keys of its own from the operating system
    let random = || RandomState::new().hash_one("whimbrel");
    format!("'{:016x}{:016x}{:016x}{:016x}'", random(), random(), random(), random())
});

/// SQL: a pattern for the names of options that may be secrets, without regard to case.
pub(super) const SECRET_NAMES: &str = "'pass|secret|token|key|credential|pwd'";

/// The next two values: the names of options and their values as the `.sql` writes them.
pub(super) fn options(row: &mut Cells<'_>) -> ForeignOptions {
    let values = row.texts().into_iter().zip(row.texts());
    values.map(|(name, value)| (name, option(&value))).collect()
}

fn option(value: &str) -> ForeignOption {
    match value.split_at_checked(1) {
        Some(("s", digest)) => ForeignOption::Secret(Secret::from_digest(digest)),
        Some(("u", _)) => ForeignOption::Secret(Secret::to_fill_in()),
        Some((_, plain)) => ForeignOption::Plain(plain.to_owned()),
        None => ForeignOption::Plain(String::new()),
    }
}

impl Loader {
    pub(super) fn foreign_data_wrapper(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let name = self.learn_global(class::FOREIGN_DATA_WRAPPER, ObjectKind::ForeignDataWrapper, row)?;
        let (handler, validator) = (row.optional(), row.optional());
        let wrapper = ForeignDataWrapper { handler, validator, options: options(row) };
        self.catalog.foreign_data_wrappers.insert(name, wrapper);
        Ok(())
    }

    pub(super) fn server(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let name = self.learn_global(class::FOREIGN_SERVER, ObjectKind::Server, row)?;
        let (wrapper, server_type, version) = (row.text()?, row.optional(), row.optional());
        self.catalog.servers.insert(name, Server { wrapper, server_type, version, options: options(row) });
        Ok(())
    }

    pub(super) fn user_mapping(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let (oid, server, role) = (row.number()?, row.text()?, row.optional());
        let (readable, options) = (row.flag()?, options(row));
        let role = role.map_or_else(|| "PUBLIC".to_owned(), |role| ident(&role).into_owned());
        let name = format!("FOR {role} SERVER {}", ident(&server));
        self.learn(class::USER_MAPPING, oid, ObjectId::global(ObjectKind::UserMapping, &name));
        self.catalog.user_mappings.insert(name, UserMapping { server, options: readable.then_some(options) });
        Ok(())
    }
}
