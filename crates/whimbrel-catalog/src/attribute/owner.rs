//! Owners.

use crate::change::{ObjectId, ObjectKind};
use crate::name::ident;
use crate::object::Object;
use crate::sql::{Context, Step};

/// `ALTER … OWNER TO`. Nobody in particular is whoever runs it.
pub(super) fn alter(id: &ObjectId, old: Option<&str>, new: Option<&str>, cx: &Context<'_>) -> Option<Step> {
    if old == new || !has_owner(id.kind) || follows_table(id, cx) {
        return None;
    }
    let owner = match new {
        Some(role) => ident(role),
        None if is_public(id) && cx.version >= 15 => "pg_database_owner".into(),
        None => "CURRENT_USER".into(),
    };
    Some(Step::new(format!("ALTER {} {} OWNER TO {owner}", id.kind.keyword(), id.sql())))
}

/// The schema that a new database has.
pub(super) fn is_public(id: &ObjectId) -> bool {
    id.kind == ObjectKind::Schema && id.name == "public"
}

/// A sequence that belongs to a column has the owner of the table, and gets it with the table. One that is made for a
/// table that is there needs it to begin with.
fn follows_table(id: &ObjectId, cx: &Context<'_>) -> bool {
    let column = |object| match object {
        Some(Object::Sequence(sequence)) => sequence.owned_by.as_ref(),
        _ => None,
    };
    let Some(of) = column(cx.after.object(id)) else { return false };
    let is_linked = column(cx.before.object(id)).is_some();
    is_linked || of.relation().is_none_or(|table| !cx.before.tables.contains_key(&table))
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
