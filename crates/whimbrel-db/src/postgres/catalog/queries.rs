//! The object kinds: the query of each, and what reads its rows. A new kind is one more row here.

use std::borrow::Cow;

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
    /// Takes one row.
    pub(super) load: fn(&mut Loader, &mut Cells<'_>) -> Result<(), DbError>,
}

impl Query {
    /// True where the query can be asked for some tables only.
    pub(super) fn is_by_table(&self) -> bool {
        self.sql.contains(":only")
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
    ($kind:literal, $file:literal, $load:expr) => {
        Query { kind: $kind, sql: include_str!(concat!("sql/", $file)), hashes: false, load: $load }
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
    query!("access methods", "access_methods.sql", Loader::access_method),
    query!("collations", "collations.sql", Loader::collation),
    query!("enums", "enums.sql", Loader::enumeration),
    query!("domains", "domains.sql", Loader::domain),
    query!("composite types", "composite_types.sql", Loader::composite_type),
    query!("range types", "range_types.sql", Loader::range_type),
    query!("operators", "operators.sql", Loader::operator),
    query!("operator families", "operator_families.sql", Loader::operator_family),
    query!("operator classes", "user_operator_classes.sql", Loader::user_operator_class),
    query!("members of operator classes", "operator_members.sql", Loader::operator_member),
    query!("casts", "casts.sql", Loader::cast),
    query!("transforms", "transforms.sql", Loader::transform),
    query!("conversions", "conversions.sql", Loader::conversion),
    query!("text search parsers", "text_search_parsers.sql", Loader::text_search_parser),
    query!("text search templates", "text_search_templates.sql", Loader::text_search_template),
    query!("text search dictionaries", "text_search_dictionaries.sql", Loader::text_search_dictionary),
    query!("text search configurations", "text_search_configurations.sql", Loader::text_search_configuration),
    query!("foreign-data wrappers", "foreign_data_wrappers.sql", Loader::foreign_data_wrapper),
    query!("servers", "servers.sql", Loader::server),
    query!("user mappings", "user_mappings.sql", Loader::user_mapping),
    query!("publications", "publications.sql", Loader::publication),
    query!("tables of publications", "publication_tables.sql", Loader::publication_table),
    query!("schemas of publications", "publication_schemas.sql", Loader::publication_schema),
    query!("tables", "tables.sql", Loader::table),
    query!("views", "views.sql", Loader::view),
    query!("columns", "columns.sql", Loader::column),
    query!("not null constraints", "not_nulls.sql", Loader::not_null),
    query!("sequences", "sequences.sql", Loader::sequence),
    query!("keys", "keys.sql", Loader::key),
    query!("foreign keys", "foreign_keys.sql", Loader::foreign_key),
    query!("checks", "checks.sql", Loader::check),
    query!("exclusion constraints", "exclusions.sql", Loader::exclusion),
    query!("columns of materialized views", "materialized_view_columns.sql", Loader::materialized_view_column),
    query!("operator classes", "operator_classes.sql", Loader::operator_class),
    query!("types of indexed columns", "index_types.sql", Loader::index_type),
    query!("collations of indexes", "index_collations.sql", Loader::index_collation),
    query!("indexes", "indexes.sql", Loader::index),
    query!("extended statistics", "statistics.sql", Loader::statistics),
    query!("functions", "functions.sql", Loader::function),
    query!("triggers", "triggers.sql", Loader::trigger),
    query!("rules", "rules.sql", Loader::rule),
    query!("policies", "policies.sql", Loader::policy),
    query!("event triggers", "event_triggers.sql", Loader::event_trigger),
    // of all the objects above: after them
    query!(hashed "dependencies", "dependencies.sql", Loader::dependency),
    query!("owners", "owners.sql", Loader::owner_of),
    query!("comments", "comments.sql", Loader::comment),
    query!("privileges", "privileges.sql", Loader::privilege),
    query!("default privileges", "default_privileges.sql", Loader::default_privileges),
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
