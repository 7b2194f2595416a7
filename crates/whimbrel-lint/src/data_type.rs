//! Types of columns, as they are written and as a catalog has them.

/// The one name of a type that has several, in lower case, with its modifiers.
pub(crate) fn canonical(written: &str) -> String {
    let text = written.to_ascii_lowercase();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" (", "(").replace("pg_catalog.", "");
    let (name, rest) = text.split_at(text.find(['(', '[']).unwrap_or(text.len()));
    // `timestamp(3) with time zone`
    let (modifiers, tail) = match rest.find(')') {
        Some(at) if rest.starts_with('(') => rest.split_at(at + 1),
        _ => ("", rest),
    };
    let (name, zone, tail) = match tail.trim_start() {
        zone if zone.starts_with("with") => (format!("{name} {zone}"), true, ""),
        _ => (name.to_owned(), false, tail),
    };
    let name = match name.trim() {
        "int" | "int4" | "serial" | "serial4" => "integer",
        "int8" | "bigserial" | "serial8" => "bigint",
        "int2" | "smallserial" | "serial2" => "smallint",
        "bool" => "boolean",
        "varchar" => "character varying",
        "char" | "bpchar" => "character",
        "decimal" => "numeric",
        "float4" => "real",
        "float" | "float8" => "double precision",
        "timestamptz" => "timestamp with time zone",
        "timestamp" if !zone => "timestamp without time zone",
        "timetz" => "time with time zone",
        "time" if !zone => "time without time zone",
        "varbit" => "bit varying",
        other => return format!("{}{modifiers}{tail}", other.strip_prefix("public.").unwrap_or(other)),
    };
    format!("{name}{modifiers}{tail}")
}

/// Without modifiers: `character varying` of `varchar(20)`.
pub(crate) fn base(written: &str) -> String {
    let canonical = canonical(written);
    match (canonical.find('('), canonical.find(')')) {
        (Some(open), Some(close)) if open < close => format!("{}{}", &canonical[..open], &canonical[close + 1..]),
        _ => canonical,
    }
}

/// The numbers of its modifiers.
fn modifiers(canonical: &str) -> Vec<i64> {
    let inside = canonical.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or("", |(inside, _)| inside);
    inside.split(',').filter_map(|number| number.trim().parse().ok()).collect()
}

/// True where PostgreSQL changes a column from the one to the other in the catalog alone.
pub(crate) fn widens(old: &str, new: &str) -> bool {
    let (old_base, new_base) = (base(old), base(new));
    let (old_limits, new_limits) = (modifiers(&canonical(old)), modifiers(&canonical(new)));
    if canonical(old) == canonical(new) {
        return true;
    }
    match (old_base.as_str(), new_base.as_str()) {
        ("character varying" | "text", "text") => true,
        ("text", "character varying") => new_limits.is_empty(),
        ("character varying", "character varying") | ("bit varying", "bit varying") => {
            new_limits.is_empty() || (!old_limits.is_empty() && old_limits[0] <= new_limits[0])
        }
        ("numeric", "numeric") => match (old_limits.as_slice(), new_limits.as_slice()) {
            (_, []) => true,
            ([old, old_rest @ ..], [new, new_rest @ ..]) => {
                old <= new && old_rest.first().unwrap_or(&0) == new_rest.first().unwrap_or(&0)
            }
            _ => false,
        },
        ("cidr", "inet") => true,
        (
            "timestamp without time zone"
            | "timestamp with time zone"
            | "time without time zone"
            | "time with time zone"
            | "interval",
            _,
        ) if old_base == new_base => {
            new_limits.is_empty() || (!old_limits.is_empty() && old_limits[0] <= new_limits[0])
        }
        _ => false,
    }
}

/// A string without a limit.
pub(crate) fn takes_any_string(written: &str) -> bool {
    ["text", "character varying"].contains(&canonical(written).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_has_one_name() {
        assert_eq!(canonical("VARCHAR (20)"), "character varying(20)");
        assert_eq!(canonical("timestamp(3)  with time zone"), "timestamp with time zone(3)");
        assert_eq!(canonical("int[]"), "integer[]");
        assert_eq!(canonical("timestamp"), "timestamp without time zone");
        assert_eq!(base("numeric(10, 2)[]"), "numeric[]");
        assert_eq!(canonical("public.mood"), "mood");
    }

    #[test]
    fn what_only_lifts_a_limit_widens() {
        for (old, new) in [
            ("character varying(20)", "varchar(40)"),
            ("character varying(20)", "text"),
            ("numeric(10,2)", "numeric(12,2)"),
            ("timestamp(3)", "timestamp"),
        ] {
            assert!(widens(old, new), "{old} to {new}");
        }
        for (old, new) in [
            ("integer", "bigint"),
            ("character varying(20)", "varchar(10)"),
            ("text", "varchar(40)"),
            ("numeric(10,2)", "numeric(12,4)"),
            ("timestamp", "timestamptz"),
            ("character varying", "varchar(40)"),
        ] {
            assert!(!widens(old, new), "{old} to {new}");
        }
    }
}
