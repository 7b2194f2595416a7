//! Security labels.

use std::collections::BTreeMap;

use crate::change::ObjectId;
use crate::name::{ident, literal};
use crate::sql::Step;

/// Both by provider.
pub(super) fn alter(id: &ObjectId, old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> Vec<Step> {
    let removed = old.keys().filter(|by| !new.contains_key(*by)).map(|by| (by, None));
    let set = new.iter().filter(|(by, label)| old.get(*by) != Some(label)).map(|(by, label)| (by, Some(label)));
    let label = |(by, label): (&String, Option<&String>)| {
        let label = label.map_or_else(|| "NULL".to_owned(), |label| literal(label));
        Step::new(format!("SECURITY LABEL FOR {} ON {} {} IS {label}", ident(by), id.kind.keyword(), id.sql()))
    };
    removed.chain(set).map(label).collect()
}
