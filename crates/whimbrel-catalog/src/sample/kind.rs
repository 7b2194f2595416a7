//! What a column's type is made of, as far as it matters for making values of it.

use std::collections::HashMap;

use crate::catalog::Catalog;
use crate::name::Name;
use crate::object::RangeType;

/// A type.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// With the largest number it holds.
    Whole(f64),
    Numeric {
        /// Digits before and after the point.
        digits: Option<(u32, u32)>,
    },
    Float,
    Boolean,
    Text {
        /// In characters.
        longest: Option<usize>,
        /// Blanks at the end do not count.
        padded: bool,
    },
    Bytes,
    Bits {
        length: Option<usize>,
        exact: bool,
    },
    Date,
    Time {
        zone: bool,
    },
    Timestamp {
        zone: bool,
    },
    Interval,
    Uuid,
    Json,
    /// A type whose values are written after a pattern, in which `#` stands for a number, `&` for one below 90, `@`
    /// and `%` for two bytes in decimal or hexadecimal digits.
    Pattern(&'static str),
    /// A type that has nothing but some values.
    OneOf(Vec<String>),
    Array(Box<Kind>),
    Composite(Vec<Kind>),
    Range(Box<Kind>),
    Multirange(Box<Kind>),
    /// `public.vector(3)`: so many numbers.
    Vector(usize),
    Domain {
        base: Box<Kind>,
        not_null: bool,
        /// Over `VALUE`.
        checks: Vec<String>,
    },
    /// One that is not known here.
    Unknown(String),
}

/// The types of a catalog, by what SQL calls them.
pub(super) struct Kinds<'a> {
    catalog: &'a Catalog,
    named: HashMap<String, &'a Name>,
}

/// Types of types may name each other in a circle by arrays; so deep nobody nests them on purpose.
const DEEPEST: usize = 12;

impl<'a> Kinds<'a> {
    pub(super) fn of(catalog: &'a Catalog) -> Self {
        let names = (catalog.enums.keys())
            .chain(catalog.domains.keys())
            .chain(catalog.composite_types.keys())
            .chain(catalog.range_types.keys())
            .chain(catalog.tables.keys());
        Self { catalog, named: names.map(|name| (name.sql(), name)).collect() }
    }

    /// The kind of a type as SQL writes it, with its modifiers.
    pub(super) fn kind(&self, data_type: &str) -> Kind {
        self.at(data_type, 0)
    }

    fn at(&self, data_type: &str, depth: usize) -> Kind {
        let unknown = || Kind::Unknown(data_type.to_owned());
        if depth > DEEPEST {
            return unknown();
        }
        if let Some(element) = data_type.strip_suffix("[]") {
            return Kind::Array(Box::new(self.at(element, depth + 1)));
        }
        if let Some(name) = self.named.get(data_type) {
            return self.of_name(name, depth).unwrap_or_else(unknown);
        }
        let multirange = self.catalog.range_types.iter().find(|(name, range)| {
            range.multirange.clone().unwrap_or_else(|| RangeType::usual_multirange(name)).sql() == data_type
        });
        if let Some((_, range)) = multirange {
            return Kind::Multirange(Box::new(self.at(&range.subtype, depth + 1)));
        }
        built_in(data_type).or_else(|| of_extension(data_type)).unwrap_or_else(unknown)
    }

    fn of_name(&self, name: &Name, depth: usize) -> Option<Kind> {
        let catalog = self.catalog;
        if let Some(it) = catalog.enums.get(name) {
            return Some(Kind::OneOf(it.values.clone()));
        }
        if let Some(domain) = catalog.domains.get(name) {
            let base = Box::new(self.at(&domain.data_type, depth + 1));
            let checks = domain.checks.values().map(|check| check.definition.clone()).collect();
            return Some(Kind::Domain { base, not_null: domain.not_null, checks });
        }
        if let Some(range) = catalog.range_types.get(name) {
            return Some(Kind::Range(Box::new(self.at(&range.subtype, depth + 1))));
        }
        let types: Vec<&String> = match (catalog.composite_types.get(name), catalog.tables.get(name)) {
            (Some(composite), _) => composite.attributes.iter().map(|it| &it.data_type).collect(),
            (None, Some(table)) => table.columns.iter().map(|it| &it.data_type).collect(),
            (None, None) => return None,
        };
        Some(Kind::Composite(types.into_iter().map(|it| self.at(it, depth + 1)).collect()))
    }
}

impl Kind {
    /// Without the domains around it.
    pub(super) fn base(&self) -> &Self {
        match self {
            Self::Domain { base, .. } => base.base(),
            other => other,
        }
    }

    /// The checks of all domains around it.
    pub(super) fn checks(&self) -> Vec<&str> {
        match self {
            Self::Domain { base, checks, .. } => {
                base.checks().into_iter().chain(checks.iter().map(String::as_str)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// True for a domain that takes no NULL.
    pub(super) fn is_not_null(&self) -> bool {
        matches!(self, Self::Domain { base, not_null, .. } if *not_null || base.is_not_null())
    }
}

/// `numeric(10,2)` as `numeric` and `[10, 2]`; the numbers of `timestamp(3) with time zone` are left out.
fn taken_apart(data_type: &str) -> (String, Vec<i64>) {
    let Some((before, rest)) = data_type.split_once('(') else { return (data_type.to_owned(), Vec::new()) };
    let Some((numbers, after)) = rest.split_once(')') else { return (data_type.to_owned(), Vec::new()) };
    let numbers = numbers.split(',').filter_map(|number| number.trim().parse().ok()).collect();
    (format!("{}{after}", before.trim_end()), numbers)
}

fn built_in(data_type: &str) -> Option<Kind> {
    let (name, numbers) = taken_apart(data_type);
    let length = || numbers.first().and_then(|&n| usize::try_from(n).ok());
    let range = |of: Kind| Kind::Range(Box::new(of));
    let multirange = |of: Kind| Kind::Multirange(Box::new(of));
    let decimal = Kind::Numeric { digits: None };
    Some(match name.as_str() {
        "smallint" => Kind::Whole(f64::from(i16::MAX)),
        "integer" => Kind::Whole(f64::from(i32::MAX)),
        "bigint" => Kind::Whole(9e18),
        "oid" | "xid" | "cid" | "xid8" => Kind::Pattern("#"),
        "numeric" => Kind::Numeric { digits: digits(&numbers) },
        "real" | "double precision" => Kind::Float,
        "money" => Kind::Pattern("#.50"),
        "boolean" => Kind::Boolean,
        "text" => Kind::Text { longest: None, padded: false },
        "character varying" => Kind::Text { longest: length(), padded: false },
        "character" => Kind::Text { longest: length().or(Some(1)), padded: true },
        "bpchar" => Kind::Text { longest: None, padded: true },
        "name" => Kind::Text { longest: Some(63), padded: false },
        "\"char\"" => Kind::Text { longest: Some(1), padded: false },
        "bytea" => Kind::Bytes,
        "bit" => Kind::Bits { length: length().or(Some(1)), exact: true },
        "bit varying" => Kind::Bits { length: length(), exact: false },
        "date" => Kind::Date,
        "time without time zone" => Kind::Time { zone: false },
        "time with time zone" => Kind::Time { zone: true },
        "timestamp without time zone" => Kind::Timestamp { zone: false },
        "timestamp with time zone" => Kind::Timestamp { zone: true },
        name if name == "interval" || name.starts_with("interval ") => Kind::Interval,
        "uuid" => Kind::Uuid,
        "json" | "jsonb" => Kind::Json,
        "xml" => Kind::Pattern("<n>#</n>"),
        "jsonpath" => Kind::Pattern("$.a#"),
        "inet" | "cidr" => Kind::Pattern("10.0.@"),
        "macaddr" => Kind::Pattern("08:00:2b:01:%"),
        "macaddr8" => Kind::Pattern("08:00:2b:01:02:03:%"),
        "point" => Kind::Pattern("(#,1)"),
        "line" => Kind::Pattern("{1,2,#}"),
        "lseg" => Kind::Pattern("[(0,0),(#,1)]"),
        "box" => Kind::Pattern("(#.5,1),(#,0)"),
        "path" => Kind::Pattern("[(0,0),(#,1)]"),
        "polygon" => Kind::Pattern("((0,0),(#,1),(1,#))"),
        "circle" => Kind::Pattern("<(#,#),1>"),
        "tsvector" => Kind::Pattern("'word#':1"),
        "tsquery" => Kind::Pattern("'word#'"),
        "pg_lsn" => Kind::Pattern("0/#"),
        "txid_snapshot" | "pg_snapshot" => Kind::Pattern("#:#:"),
        "tid" => Kind::Pattern("(#,1)"),
        "int2vector" | "oidvector" => Kind::Pattern("#"),
        "regclass" => Kind::OneOf(vec!["pg_catalog.pg_class".into(), "pg_catalog.pg_type".into()]),
        "regtype" => Kind::OneOf(vec!["integer".into(), "text".into(), "boolean".into()]),
        "regproc" => Kind::OneOf(vec!["pg_catalog.now".into(), "pg_catalog.version".into()]),
        "regprocedure" => Kind::OneOf(vec!["pg_catalog.now()".into(), "pg_catalog.version()".into()]),
        "regoper" => Kind::OneOf(vec!["pg_catalog.||/".into()]),
        "regoperator" => Kind::OneOf(vec!["pg_catalog.+(integer,integer)".into()]),
        "regnamespace" => Kind::OneOf(vec!["pg_catalog".into(), "information_schema".into()]),
        "regcollation" => Kind::OneOf(vec!["pg_catalog.\"C\"".into(), "pg_catalog.\"POSIX\"".into()]),
        "regconfig" => Kind::OneOf(vec!["pg_catalog.simple".into(), "pg_catalog.english".into()]),
        "regdictionary" => Kind::OneOf(vec!["pg_catalog.simple".into(), "pg_catalog.english_stem".into()]),
        "regrole" => Kind::OneOf(vec!["pg_monitor".into(), "pg_read_all_stats".into()]),
        "aclitem" => Kind::Pattern("pg_monitor=r/pg_monitor"),
        "refcursor" => Kind::Text { longest: None, padded: false },
        "int4range" => range(Kind::Whole(f64::from(i32::MAX))),
        "int8range" => range(Kind::Whole(9e18)),
        "numrange" => range(decimal),
        "daterange" => range(Kind::Date),
        "tsrange" => range(Kind::Timestamp { zone: false }),
        "tstzrange" => range(Kind::Timestamp { zone: true }),
        "int4multirange" => multirange(Kind::Whole(f64::from(i32::MAX))),
        "int8multirange" => multirange(Kind::Whole(9e18)),
        "nummultirange" => multirange(decimal),
        "datemultirange" => multirange(Kind::Date),
        "tsmultirange" => multirange(Kind::Timestamp { zone: false }),
        "tstzmultirange" => multirange(Kind::Timestamp { zone: true }),
        _ => return None,
    })
}

/// Of `numeric(10,2)`. From PostgreSQL 15 on a scale may be negative, or larger than the precision.
fn digits(numbers: &[i64]) -> Option<(u32, u32)> {
    let precision = *numbers.first()?;
    let scale = numbers.get(1).copied().unwrap_or_default();
    let before = u32::try_from(precision - scale).unwrap_or_default();
    Some((before, u32::try_from(scale).unwrap_or_default()))
}

/// Types of extensions that are often met, in whichever schema.
fn of_extension(data_type: &str) -> Option<Kind> {
    let (name, numbers) = taken_apart(data_type);
    let name = name.rsplit('.').next().unwrap_or(&name);
    Some(match name {
        "citext" => Kind::Text { longest: None, padded: false },
        "hstore" => Kind::Pattern("n=>#"),
        "ltree" => Kind::Pattern("top.n#"),
        "lquery" => Kind::Pattern("*.n#"),
        "ltxtquery" => Kind::Pattern("n#"),
        "cube" => Kind::Pattern("(#)"),
        "seg" => Kind::Pattern("#"),
        "isbn" | "isbn13" => Kind::OneOf(vec!["978-0-393-04002-9".into()]),
        "semver" => Kind::Pattern("1.0.#"),
        "vector" | "halfvec" => Kind::Vector(numbers.first().and_then(|&n| usize::try_from(n).ok()).unwrap_or(3)),
        "geometry" | "geography" => Kind::Pattern("SRID=4326;POINT(1 &)"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::object::{Domain, Enum};

    #[test]
    fn types_are_read_as_the_server_writes_them() {
        let mut catalog = Catalog::default();
        let mood = Name::in_schema("app", "Mood");
        catalog.enums.insert(mood, Enum { values: vec!["sad".into(), "ok".into()] });
        let domain = Domain {
            data_type: "app.\"Mood\"[]".into(),
            collation: None,
            not_null: true,
            not_null_name: None,
            default: None,
            checks: Default::default(),
        };
        catalog.domains.insert(Name::in_schema("app", "moods"), domain);
        let kinds = Kinds::of(&catalog);
        let kind = kinds.kind("app.moods");
        assert!(kind.is_not_null());
        assert_eq!(*kind.base(), Kind::Array(Box::new(Kind::OneOf(vec!["sad".into(), "ok".into()]))));
        assert_eq!(kinds.kind("numeric(10,2)"), Kind::Numeric { digits: Some((8, 2)) });
        assert_eq!(kinds.kind("timestamp(3) with time zone"), Kind::Timestamp { zone: true });
        assert_eq!(kinds.kind("character varying(20)"), Kind::Text { longest: Some(20), padded: false });
        assert_eq!(kinds.kind("extensions.vector(4)"), Kind::Vector(4));
        assert_eq!(kinds.kind("app.what"), Kind::Unknown("app.what".into()));
    }
}
