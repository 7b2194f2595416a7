//! How the values of a column get from one type to another, what that costs and what it takes away.
//!
//! Sources: the catalog `pg_cast`, and `ATColumnChangeRequiresRewrite` with the support functions of the types for when
//! PostgreSQL keeps the rows as they are.

use super::data_type::{DataType, domain};
use crate::change::{ObjectId, ObjectKind};
use crate::sql::Context;

/// How a value of the old type becomes one of the new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cast {
    /// PostgreSQL does it by itself, and refuses values that do not fit.
    Assignment,
    /// `c::new`
    Explicit,
    /// `c::text::new`
    ThroughText,
    /// An array of the one value.
    IntoArray,
    /// There is none.
    Impossible,
}

const NUMBERS: [&str; 6] = ["smallint", "integer", "bigint", "numeric", "real", "double precision"];
const STRINGS: [&str; 3] = ["text", "character varying", "character"];

/// Pairs that PostgreSQL converts on assignment, beside numbers, strings and anything into a string.
const ASSIGNED: &[(&str, &str)] = &[
    ("integer", "money"),
    ("bigint", "money"),
    ("numeric", "money"),
    ("money", "numeric"),
    ("date", "timestamp without time zone"),
    ("date", "timestamp with time zone"),
    ("timestamp without time zone", "timestamp with time zone"),
    ("timestamp without time zone", "date"),
    ("timestamp without time zone", "time without time zone"),
    ("timestamp with time zone", "date"),
    ("timestamp with time zone", "timestamp without time zone"),
    ("timestamp with time zone", "time without time zone"),
    ("timestamp with time zone", "time with time zone"),
    ("time without time zone", "time with time zone"),
    ("time without time zone", "interval"),
    ("time with time zone", "time without time zone"),
    ("interval", "time without time zone"),
    ("bit", "bit varying"),
    ("bit varying", "bit"),
    ("json", "jsonb"),
    ("jsonb", "json"),
    ("cidr", "inet"),
    ("inet", "cidr"),
    ("macaddr", "macaddr8"),
    ("macaddr8", "macaddr"),
    ("point", "box"),
    ("path", "polygon"),
    ("polygon", "path"),
    ("box", "polygon"),
];

/// Pairs that PostgreSQL converts when it is told to, beside a string into anything.
const EXPLICIT: &[(&str, &str)] = &[
    ("integer", "boolean"),
    ("boolean", "integer"),
    ("integer", "bit"),
    ("bigint", "bit"),
    ("bit", "integer"),
    ("bit", "bigint"),
    ("jsonb", "boolean"),
    ("jsonb", "numeric"),
    ("jsonb", "smallint"),
    ("jsonb", "integer"),
    ("jsonb", "bigint"),
    ("jsonb", "real"),
    ("jsonb", "double precision"),
    ("box", "point"),
    ("box", "circle"),
    ("box", "lseg"),
    ("circle", "point"),
    ("circle", "box"),
    ("circle", "polygon"),
    ("lseg", "point"),
    ("polygon", "point"),
    ("polygon", "box"),
    ("polygon", "circle"),
    ("int4range", "int4multirange"),
    ("int8range", "int8multirange"),
    ("numrange", "nummultirange"),
    ("daterange", "datemultirange"),
    ("tsrange", "tsmultirange"),
    ("tstzrange", "tstzmultirange"),
];

/// The cast from `old` to `new`, both as the server writes them.
pub(super) fn cast(old: &str, new: &str, cx: &Context<'_>) -> Cast {
    if let Some(kind) = of_users(old, new, cx) {
        return kind;
    }
    let (old, new) = (DataType::resolved(old, cx.before), DataType::resolved(new, cx.after));
    match (old.is_array, new.is_array) {
        (false, true) if between(&old, &new.element(), cx) == Cast::Assignment => Cast::IntoArray,
        (true, false) if is_string(&new) => Cast::Assignment,
        (true, false) => Cast::Impossible,
        (false, true) if is_string(&old) => Cast::Explicit,
        (false, true) => Cast::Impossible,
        _ => between(&old.element(), &new.element(), cx),
    }
}

/// A cast that somebody made.
fn of_users(old: &str, new: &str, cx: &Context<'_>) -> Option<Cast> {
    let id = ObjectId::global(ObjectKind::Cast, &format!("({old} AS {new})"));
    (cx.before.object(&id).is_some() && cx.after.object(&id).is_some()).then_some(Cast::Explicit)
}

fn between(old: &DataType, new: &DataType, cx: &Context<'_>) -> Cast {
    let (from, to) = (old.base.as_str(), new.base.as_str());
    if from == to || is_string(new) || (NUMBERS.contains(&from) && NUMBERS.contains(&to)) {
        return Cast::Assignment;
    }
    if ASSIGNED.contains(&(from, to)) || (STRINGS.contains(&from) && is_citext(to)) {
        return Cast::Assignment;
    }
    if EXPLICIT.contains(&(from, to)) || is_string(old) {
        return Cast::Explicit;
    }
    if is_citext(from) || (old.is_enum(cx.before) && new.is_enum(cx.after)) {
        return Cast::ThroughText;
    }
    Cast::Impossible
}

fn is_string(it: &DataType) -> bool {
    STRINGS.contains(&it.base.as_str())
}

/// Of the extension of that name, whose casts are as those of text.
fn is_citext(base: &str) -> bool {
    base.rsplit('.').next() == Some("citext")
}

/// True where values of the two types cannot be compared, so that no foreign key can stand between them.
pub(super) fn is_another_family(old: &str, new: &str, cx: &Context<'_>) -> bool {
    let (old, new) = (DataType::resolved(old, cx.before), DataType::resolved(new, cx.after));
    let both = |set: &[&str]| set.contains(&old.base.as_str()) && set.contains(&new.base.as_str());
    old.is_array != new.is_array || (old.base != new.base && !both(&NUMBERS) && !both(&STRINGS))
}

/// True where PostgreSQL has to write every row anew.
pub(super) fn rewrites(old: &str, new: &str, cx: &Context<'_>) -> bool {
    let (was, will) = (DataType::parse(old), DataType::parse(new));
    if domain(&will, cx.after).is_some_and(|domain| domain.not_null || !domain.checks.is_empty()) && old != new {
        return true;
    }
    let (was, will) = (resolved_unless_plain(was, cx.before), resolved_unless_plain(will, cx.after));
    if was.is_array != will.is_array {
        return true;
    }
    !is_kept(&was, &will)
}

fn resolved_unless_plain(it: DataType, catalog: &crate::Catalog) -> DataType {
    match domain(&it, catalog) {
        Some(domain) => DataType::resolved(&domain.data_type, catalog),
        None => it,
    }
}

/// True where a value of the one type is one of the other as it is.
fn is_kept(old: &DataType, new: &DataType) -> bool {
    let (from, to) = (old.base.as_str(), new.base.as_str());
    let unlimited = new.modifiers.is_empty();
    match (from, to) {
        ("text", "character varying") | ("bit", "bit varying") => unlimited,
        ("character varying", "text") | ("xml", "text") | ("cidr", "inet") => true,
        ("xml", "character varying") => unlimited,
        (from, "text") if is_citext(from) => true,
        ("text", to) | ("character varying", to) if is_citext(to) => true,
        (from, to) if from != to => false,
        // a support function tells that nothing is cut off
        ("character varying" | "bit varying", _) => {
            unlimited || matches!((&old.modifiers[..], &new.modifiers[..]), ([old], [new]) if old <= new)
        }
        ("numeric", _) => {
            let scale = |it: &DataType| it.modifiers.get(1).copied().unwrap_or(0);
            let wider = matches!((old.modifiers.first(), new.modifiers.first()), (Some(old), Some(new)) if old <= new);
            unlimited || (wider && scale(old) == scale(new))
        }
        (_, _) if is_temporal(from) => {
            let fields = new.fields.is_empty() || new.fields == old.fields;
            fields && precision(old) <= precision(new)
        }
        _ => old.modifiers == new.modifiers,
    }
}

fn is_temporal(base: &str) -> bool {
    base == "interval" || base.starts_with("timestamp") || base.starts_with("time ")
}

/// Digits of a second that are kept; six where nothing is said.
fn precision(it: &DataType) -> i32 {
    it.modifiers.first().copied().unwrap_or(6)
}

/// The place of the smallest field that an interval keeps; PostgreSQL keeps the larger ones in any case.
fn finest(it: &DataType) -> usize {
    const FIELDS: [&str; 6] = ["year", "month", "day", "hour", "minute", "second"];
    let last = it.fields.rsplit(' ').next().unwrap_or_default();
    FIELDS.iter().position(|field| *field == last).unwrap_or(FIELDS.len() - 1)
}

/// What of the values may be gone afterwards, where the cast does not refuse such values.
pub(super) fn loses(old: &str, new: &str, cx: &Context<'_>) -> Option<&'static str> {
    let (old, new) = (DataType::resolved(old, cx.before), DataType::resolved(new, cx.after));
    let (from, to) = (old.base.as_str(), new.base.as_str());
    let is_whole = |base: &str| ["smallint", "integer", "bigint"].contains(&base);
    let scale = |it: &DataType| match it.modifiers[..] {
        [] => i32::MAX,
        [_] => 0,
        [_, scale, ..] => scale,
    };
    match (from, to) {
        ("numeric" | "real" | "double precision" | "jsonb", to) if is_whole(to) => Some("fractions"),
        ("numeric", "numeric") if scale(&new) < scale(&old) => Some("fractions"),
        ("real" | "double precision", "numeric") if scale(&new) != i32::MAX => Some("fractions"),
        ("numeric" | "double precision", "real") | ("numeric", "double precision") => Some("digits"),
        ("bigint", "real" | "double precision") | ("integer", "real") => Some("digits"),
        ("integer", "boolean") => Some("all but zero and not zero"),
        (from, "date") if from.starts_with("timestamp") => Some("times of day"),
        (from, to) if from.starts_with("timestamp") && to.starts_with("time ") => Some("days"),
        (from, to) if from.starts_with("time with") && to.starts_with("time without") => Some("time zones"),
        ("interval", "time without time zone") => Some("days"),
        ("interval", "interval") if finest(&new) < finest(&old) => Some("the smaller fields"),
        (from, to) if is_temporal(from) && is_temporal(to) && precision(&new) < precision(&old) => {
            Some("fractions of seconds")
        }
        ("polygon" | "circle" | "box" | "lseg", "point") => Some("extents"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::name::Name;
    use crate::object::{Domain, DomainCheck, Enum};

    fn domain_check(definition: &str) -> DomainCheck {
        DomainCheck { definition: definition.to_owned(), validated: true }
    }

    fn catalog() -> Catalog {
        let mut catalog = Catalog::default();
        catalog.enums.insert(Name::in_schema("public", "mood"), Enum { values: Vec::new() });
        catalog.enums.insert(Name::in_schema("public", "Feeling"), Enum { values: Vec::new() });
        let domain = |checks: &[(&str, &str)]| Domain {
            data_type: "integer".into(),
            collation: None,
            not_null: false,
            not_null_name: None,
            default: None,
            checks: checks.iter().map(|&(name, check)| (name.to_owned(), domain_check(check))).collect(),
        };
        catalog.domains.insert(Name::in_schema("public", "plain"), domain(&[]));
        let checked = domain(&[("positive", "CHECK ((VALUE > 0))")]);
        catalog.domains.insert(Name::in_schema("public", "checked"), checked);
        catalog
    }

    fn check(old: &str, new: &str, expected: Cast, kept: bool) {
        let catalog = catalog();
        let cx = Context { before: &catalog, after: &catalog, version: 15 };
        assert_eq!((cast(old, new, &cx), !rewrites(old, new, &cx)), (expected, kept), "{old} to {new}");
    }

    #[test]
    fn casts_and_rewrites_are_those_of_postgres() {
        check("integer", "bigint", Cast::Assignment, false);
        check("character varying(10)", "character varying(20)", Cast::Assignment, true);
        check("character varying(10)", "character varying(5)", Cast::Assignment, false);
        check("character varying(10)", "text", Cast::Assignment, true);
        check("text", "character varying(10)", Cast::Assignment, false);
        check("numeric(10,2)", "numeric(12,2)", Cast::Assignment, true);
        check("numeric(10,2)", "numeric(12,4)", Cast::Assignment, false);
        check("numeric(10,2)", "numeric", Cast::Assignment, true);
        check("timestamp(3) with time zone", "timestamp with time zone", Cast::Assignment, true);
        check("timestamp with time zone", "timestamp(0) with time zone", Cast::Assignment, false);
        check("interval hour to minute", "interval day to second(2)", Cast::Assignment, false);
        check("cidr", "inet", Cast::Assignment, true);
        check("text", "uuid", Cast::Explicit, false);
        check("text", "public.mood", Cast::Explicit, false);
        check("public.mood", "public.\"Feeling\"", Cast::ThroughText, false);
        check("public.mood[]", "public.\"Feeling\"[]", Cast::ThroughText, false);
        check("integer", "boolean", Cast::Explicit, false);
        check("date", "integer", Cast::Impossible, false);
        check("public.mood", "integer", Cast::Impossible, false);
        check("integer[]", "bigint[]", Cast::Assignment, false);
        check("integer", "bigint[]", Cast::IntoArray, false);
        check("integer", "public.plain", Cast::Assignment, true);
        check("integer", "public.checked", Cast::Assignment, false);
        check("public.checked", "integer", Cast::Assignment, true);
        check("public.plain", "text", Cast::Assignment, false);
    }
}
