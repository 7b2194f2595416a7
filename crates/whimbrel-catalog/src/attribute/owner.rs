//! Owners.

use crate::change::{ObjectId, ObjectKind};
use crate::name::ident;
use crate::sql::Step;

/// `ALTER … OWNER TO`, where the wanted owner is another. None is wanted where the schema does not say.
pub(super) fn alter(id: &ObjectId, old: Option<&str>, new: Option<&str>) -> Option<Step> {
    let owner = new.filter(|new| old != Some(new) && has_owner(id.kind))?;
    Some(Step::new(format!("ALTER {} {} OWNER TO {}", id.kind.keyword(), super::comment::target(id), ident(owner))))
}

/// Parts belong to the owner of their table. Extensions have one that cannot be changed.
fn has_owner(kind: ObjectKind) -> bool {
    use ObjectKind as K;
    !matches!(
        kind,
        K::Extension
            | K::AccessMethod
            | K::Cast
            | K::Transform
            | K::TextSearchParser
            | K::TextSearchTemplate
            | K::UserMapping
            | K::Column
            | K::Default
            | K::PrimaryKey
            | K::Unique
            | K::Check
            | K::Exclusion
            | K::ForeignKey
            | K::Index
            | K::Rule
            | K::Trigger
            | K::Policy
            | K::DefaultPrivileges
    )
}
