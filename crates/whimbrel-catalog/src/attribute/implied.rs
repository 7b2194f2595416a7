//! What an object has from the moment it is created.

use std::collections::BTreeSet;

use super::owner::is_public;
use super::{Attributes, Grantee, Privilege};
use crate::change::ObjectId;
use crate::object::{DefaultPrivileges, ObjectClass};
use crate::sql::Context;

/// What a new object of that id has by itself: what the default privileges of the role that creates it say. For a
/// column, what the sequence has that makes its values.
///
/// Those count that are there before and after: dropping them comes first of all, and creating or changing them last.
/// A new schema `public` has less than the one that a database begins with, which is what its attributes are told
/// against.
pub(crate) fn implied(id: &ObjectId, cx: &Context<'_>) -> Attributes {
    let mut implied = Attributes::default();
    if let Some(sequence) = super::identity_sequence(id, cx) {
        let of_sequence = self::implied(&sequence, cx);
        implied.sequence = (!of_sequence.is_plain()).then(|| Box::new(of_sequence));
        return implied;
    }
    if is_public(id) {
        // who runs the SQL, for the owner of the database
        implied.owner = (cx.version >= 15).then(|| "CURRENT_USER".to_owned());
        implied.comment = Some(String::new());
        let rights: &[&str] = if cx.version >= 15 { &["USAGE"] } else { &["CREATE", "USAGE"] };
        implied.revoked.extend(rights.iter().map(|right| Privilege {
            role: Grantee::Public,
            privilege: (*right).to_owned(),
            grantable: false,
            by: None,
        }));
    }
    let Some(class) = ObjectClass::of(id.kind) else { return implied };
    let of = |schema: Option<&str>| {
        let name = DefaultPrivileges::name(None, schema, class);
        cx.before.default_privileges.get(&name).filter(|_| cx.after.default_privileges.contains_key(&name))
    };
    let none = DefaultPrivileges::new(None, None, class);
    let everywhere = of(None).unwrap_or(&none);
    let here = id.schema.as_deref().and_then(|schema| of(Some(schema))).unwrap_or(&none);

    let by_itself =
        |p: &Privilege| !p.grantable && class.of_public() == Some(p.privilege.as_str()) && p.role == Grantee::Public;
    let both: BTreeSet<Privilege> = everywhere.granted.union(&here.granted).cloned().collect();
    let stronger = |p: &Privilege| both.contains(&Privilege { grantable: true, ..p.clone() });
    implied.granted.extend(both.iter().filter(|p| !by_itself(p) && (p.grantable || !stronger(p))).cloned());
    implied.revoked.extend(everywhere.revoked.iter().filter(|p| !here.granted.contains(p)).cloned());
    implied
}
