//! A schema as hashes, one an object: small enough to be kept, and they tell which object is no longer the same.

use std::collections::BTreeMap;
use std::fmt::Debug;

use sha2::{Digest, Sha256};
use whimbrel_catalog::Catalog;

/// Bytes of a hash that are kept: two definitions that happen to have the same are not to be feared.
const KEPT: usize = 8;

/// By kind and name. Depends on the version of Whimbrel.
pub(crate) fn fingerprint(catalog: &Catalog) -> BTreeMap<String, String> {
    let mut hashes = BTreeMap::new();
    macro_rules! each {
        ($($field:ident $kind:literal),* $(,)?) => {
            // a new field has to be named here, or to make no difference on purpose
            let Catalog { $($field,)* attributes: _, seen: _, dependencies: _, makers: _ } = catalog;
            $(for (name, object) in $field {
                hashes.insert(called($kind, &name.to_string()), hash(object));
            })*
        };
    }
    each![
        schemas "schema",
        extensions "extension",
        enums "enum",
        domains "domain",
        composite_types "type",
        range_types "range type",
        sequences "sequence",
        tables "table",
        views "view",
        materialized_views "materialized view",
        functions "function",
        statistics "statistics",
        event_triggers "event trigger",
        default_privileges "default privileges",
        languages "language",
        access_methods "access method",
        collations "collation",
        operators "operator",
        operator_families "operator family",
        operator_classes "operator class",
        casts "cast",
        transforms "transform",
        conversions "conversion",
        text_search_parsers "text search parser",
        text_search_templates "text search template",
        text_search_dictionaries "text search dictionary",
        text_search_configurations "text search configuration",
        foreign_data_wrappers "foreign-data wrapper",
        servers "server",
        user_mappings "user mapping",
        publications "publication",
    ];
    for (object, attributes) in &catalog.attributes {
        // who reads the schema has a say in who counts as its owner
        let mut attributes = attributes.clone();
        attributes.owner = None;
        if !attributes.is_plain() {
            hashes.insert(format!("comment or privileges of {} {}", object.kind, object.short()), hash(&attributes));
        }
    }
    for seen in &catalog.seen {
        hashes.insert(format!("{} {}", seen.kind, seen.name), String::new());
    }
    hashes
}

/// As people know it.
fn called(kind: &str, name: &str) -> String {
    format!("{kind} {}", name.strip_prefix("public.").unwrap_or(name))
}

fn hash(object: &impl Debug) -> String {
    let hash = Sha256::digest(format!("{object:?}"));
    hash.iter().take(KEPT).map(|byte| format!("{byte:02x}")).collect()
}
