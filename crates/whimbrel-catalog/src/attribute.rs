//! What objects of every kind can have: owner, comment, privileges, security labels.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::ObjectId;
use crate::describe::Description;
use crate::sql::Step;

/// Owner, comment, privileges and security labels of one object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes {
    /// `None` where it is the role that made the schema: the owner of the database.
    pub owner: Option<String>,
    #[allow(missing_docs)]
    pub comment: Option<String>,
    /// What is granted beyond what a new object of the kind has by itself.
    pub granted: BTreeSet<Privilege>,
    /// What a new object of the kind has by itself and this one has not: `EXECUTE` of a function for `PUBLIC`.
    pub revoked: BTreeSet<Privilege>,
    /// By provider.
    pub labels: BTreeMap<String, String>,
}

/// One privilege of one role.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Privilege {
    /// `None` for `PUBLIC`.
    pub role: Option<String>,
    /// `SELECT`, `EXECUTE`
    pub privilege: String,
    /// The role may grant it to others.
    pub grantable: bool,
}

impl Attributes {
    /// True where there is nothing to say.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// As facts: `owner`, `comment`, `privileges`, `revoked`, `security label`.
    pub(crate) fn describe(&self) -> Description {
        Vec::new()
    }
}

/// The statements that give the object of that id the attributes `new` where it has `old`.
pub(crate) fn alter(_id: &ObjectId, _old: &Attributes, _new: &Attributes) -> Vec<Step> {
    Vec::new()
}

/// What an object of that kind and schema is given by the default privileges in `catalog` when the running role creates
/// it.
pub(crate) fn implied(_catalog: &crate::Catalog, _id: &ObjectId) -> Attributes {
    Attributes::default()
}
