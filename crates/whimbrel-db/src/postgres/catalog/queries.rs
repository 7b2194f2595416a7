//! The object kinds: the query of each, and what reads its rows. A new kind is one more row here.

use std::borrow::Cow;
use std::collections::HashSet;

use super::Loader;
use super::cells::Cells;
use super::foreign::{DIGEST_KEY, SECRET_NAMES};
use crate::DbError;

/// How one object kind is read.
#[derive(Clone, Copy)]
pub(super) struct Query {
    /// In lowercase words, for errors.
    pub(super) kind: &'static str,
    sql: &'static str,
    /// Never in loops within loops: a new database has no statistics yet, and these would be thought cheap.
    hashes: bool,
    /// What it is about, as `presence.sql` tells it: there has to be one of these for the query to be asked. Empty where
    /// there always is something.
    about: &'static [&'static str],
    /// Takes one row.
    pub(super) load: fn(&mut Loader, &mut Cells<'_>) -> Result<(), DbError>,
}

impl Query {
    /// True where the query can be asked for some tables only.
    pub(super) fn is_by_table(&self) -> bool {
        self.sql.contains(":only")
    }

    /// True where the query has something to tell. `there` is what `presence.sql` says.
    pub(super) fn is_asked(&self, there: &HashSet<String>) -> bool {
        self.about.is_empty() || self.about.iter().any(|what| there.contains(*what))
    }

    /// The text to send, which asks what `text` does.
    pub(super) fn asked<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !self.hashes {
            return Cow::Borrowed(text);
        }
        let text = text.trim_end().trim_end_matches(';');
        Cow::Owned(format!("SET LOCAL enable_nestloop = off;\n{text};\nSET LOCAL enable_nestloop = on"))
    }
}

macro_rules! query {
    ($kind:literal, $file:literal, $load:expr $(, if $($about:literal)or+)?) => {
        Query {
            kind: $kind,
            sql: include_str!(concat!("sql/", $file)),
            hashes: false,
            about: &[$($($about),+)?],
            load: $load,
        }
    };
    (hashed $kind:literal, $file:literal, $load:expr) => {
        Query { hashes: true, ..query!($kind, $file, $load) }
    };
}

/// In the order of reading: what is named by others comes before them.
pub(super) const QUERIES: &[Query] = &[
    query!("roles that made the schema", "makers.sql", Loader::maker),
    query!("schemas", "schemas.sql", Loader::schema),
    query!("extensions", "extensions.sql", Loader::extension),
    query!("languages", "languages.sql", Loader::language),
    query!("access methods", "access_methods.sql", Loader::access_method, if "pg_am"),
    query!("collations", "collations.sql", Loader::collation, if "pg_collation"),
    query!("enums", "enums.sql", Loader::enumeration, if "type e"),
    query!("domains", "domains.sql", Loader::domain, if "type d"),
    query!("composite types", "composite_types.sql", Loader::composite_type, if "class c"),
    query!("range types", "range_types.sql", Loader::range_type, if "type r"),
    query!("operators", "operators.sql", Loader::operator, if "pg_operator"),
    query!("operator families", "operator_families.sql", Loader::operator_family, if "pg_opfamily"),
    query!("operator classes", "user_operator_classes.sql", Loader::user_operator_class, if "pg_opclass"),
    query!("members of operator classes", "operator_members.sql", Loader::operator_member, if "pg_amop" or "pg_amproc"),
    query!("casts", "casts.sql", Loader::cast, if "pg_cast"),
    query!("transforms", "transforms.sql", Loader::transform, if "pg_transform"),
    query!("conversions", "conversions.sql", Loader::conversion, if "pg_conversion"),
    query!("text search parsers", "text_search_parsers.sql", Loader::text_search_parser, if "pg_ts_parser"),
    query!("text search templates", "text_search_templates.sql", Loader::text_search_template, if "pg_ts_template"),
    query!("text search dictionaries", "text_search_dictionaries.sql", Loader::text_search_dictionary, if "pg_ts_dict"),
    query!(
        "text search configurations", "text_search_configurations.sql", Loader::text_search_configuration,
        if "pg_ts_config"
    ),
    query!(
        "foreign-data wrappers", "foreign_data_wrappers.sql", Loader::foreign_data_wrapper,
        if "pg_foreign_data_wrapper"
    ),
    query!("servers", "servers.sql", Loader::server, if "pg_foreign_server"),
    query!("user mappings", "user_mappings.sql", Loader::user_mapping, if "pg_foreign_server"),
    query!("publications", "publications.sql", Loader::publication, if "pg_publication"),
    query!("tables of publications", "publication_tables.sql", Loader::publication_table, if "pg_publication"),
    query!("schemas of publications", "publication_schemas.sql", Loader::publication_schema, if "pg_publication"),
    query!("tables", "tables.sql", Loader::table),
    query!("views", "views.sql", Loader::view, if "class v" or "class m"),
    query!("columns", "columns.sql", Loader::column),
    query!("not null constraints", "not_nulls.sql", Loader::not_null, if "constraint n"),
    query!("sequences", "sequences.sql", Loader::sequence, if "class S"),
    query!("keys", "keys.sql", Loader::key, if "constraint p" or "constraint u"),
    query!("foreign keys", "foreign_keys.sql", Loader::foreign_key, if "constraint f"),
    query!("checks", "checks.sql", Loader::check, if "constraint c"),
    query!("exclusion constraints", "exclusions.sql", Loader::exclusion, if "constraint x"),
    query!(
        "columns of materialized views", "materialized_view_columns.sql", Loader::materialized_view_column,
        if "class m"
    ),
    query!("operator classes", "operator_classes.sql", Loader::operator_class),
    query!("types of indexed columns", "index_types.sql", Loader::index_type),
    query!("collations of indexes", "index_collations.sql", Loader::index_collation),
    query!("indexes", "indexes.sql", Loader::index),
    query!("extended statistics", "statistics.sql", Loader::statistics, if "pg_statistic_ext"),
    query!("functions", "functions.sql", Loader::function, if "pg_proc"),
    query!("triggers", "triggers.sql", Loader::trigger, if "pg_trigger"),
    query!("rules", "rules.sql", Loader::rule, if "pg_rewrite"),
    query!("policies", "policies.sql", Loader::policy, if "pg_policy"),
    query!("event triggers", "event_triggers.sql", Loader::event_trigger, if "pg_event_trigger"),
    // of all the objects above: after them
    query!(hashed "dependencies", "dependencies.sql", Loader::dependency),
    query!("owners", "owners.sql", Loader::owner_of),
    query!("comments", "comments.sql", Loader::comment),
    query!("privileges", "privileges.sql", Loader::privilege),
    query!("default privileges", "default_privileges.sql", Loader::default_privileges, if "pg_default_acl"),
    query!("security labels", "security_labels.sql", Loader::security_label),
    query!("other objects", "seen.sql", Loader::seen),
];

/// True for a schema public that came from a version before 15, with what it had there.
const PUBLIC_OF_OLD: &str = "n.nspowner = 10 AND EXISTS (
    SELECT FROM pg_catalog.aclexplode(n.nspacl) x WHERE x.grantee = 0 AND x.privilege_type = 'CREATE')";

/// Before PostgreSQL 13 only the dependencies know which trigger a copy on a partition is of.
const TRIGGER_PARENT_OF_OLD: &str = "COALESCE((
    SELECT x.refobjid FROM pg_catalog.pg_depend x
    WHERE x.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND x.objid = t.oid
      AND x.refclassid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND x.deptype = 'P'), 0)";

/// Before PostgreSQL 14 there are none of expressions.
const STATISTICS_OF_OLD: &str = "(
    SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY k.place)
    FROM pg_catalog.unnest(s.stxkeys::int2[]) WITH ORDINALITY k(attnum, place)
    JOIN pg_catalog.pg_attribute a ON a.attrelid = s.stxrelid AND a.attnum = k.attnum)";

/// Before PostgreSQL 15 a publication has tables alone.
const NO_SCHEMAS_OF_OLD: &str = "SELECT 0::oid AS oid, 0::oid AS pnpubid, 0::oid AS pnnspid WHERE false";

/// What the queries write as `:name`, since not every version has the column.
pub(super) struct Versioned {
    values: Vec<(&'static str, &'static str)>,
}

impl Versioned {
    /// `version` is `server_version_num`.
    pub(super) fn new(version: u32) -> Self {
        let since = |first: u32, column, without| if version >= first * 10_000 { column } else { without };
        Self {
            values: vec![
                (":public_may_create", since(15, PUBLIC_OF_OLD, "true")),
                (":digest_key", DIGEST_KEY.as_str()),
                (":secret_names", SECRET_NAMES),
                (":multirange", since(14, "r.rngmultitypid", "0")),
                (":collation_locale", since(17, "c.colllocale", since(15, "c.colliculocale", "c.collcollate"))),
                (":collation_rules", since(16, "c.collicurules", "NULL")),
                (":published_via_root", since(13, "p.pubviaroot", "false")),
                (":published_generated", since(18, "p.pubgencols = 's'", "false")),
                (":published_columns", since(15, "r.prattrs", "NULL::int2[]")),
                (":published_rows", since(15, "pg_catalog.pg_get_expr(r.prqual, r.prrelid)", "NULL")),
                (":published_schemas", since(15, "TABLE pg_catalog.pg_publication_namespace", NO_SCHEMAS_OF_OLD)),
                (":trigger_parent", since(13, "t.tgparentid", TRIGGER_PARENT_OF_OLD)),
                (
                    ":statistics_columns",
                    since(14, "pg_catalog.pg_get_statisticsobjdef_columns(s.oid)", STATISTICS_OF_OLD),
                ),
                (":statistics_target", since(13, "NULLIF(s.stxstattarget, -1)", "NULL")),
                (":compression", since(14, "NULLIF(a.attcompression, '')", "NULL")),
                (":nulls_not_distinct", since(15, "i.indnullsnotdistinct", "false")),
                (":delete_columns", since(15, "k.confdelsetcols", "NULL")),
                (":without_overlaps", since(18, "k.conperiod", "false")),
                (":period", since(18, "k.conperiod", "false")),
                (":enforced", since(18, "k.conenforced", "true")),
            ],
        }
    }

    /// The query's text for this version; `only` is SQL for an array of oids or NULL.
    pub(super) fn text(&self, query: &Query, only: &str) -> String {
        let text = query.sql.replace(":only", only);
        self.values.iter().fold(text, |text, (name, value)| text.replace(name, value))
    }
}
