//! The oids of PostgreSQL's own catalogs, which are the same in every version. Source: the `BKI` headers of PostgreSQL.

macro_rules! classes {
    ($($name:ident = $oid:literal,)*) => {
        $(#[allow(dead_code)] pub(super) const $name: u32 = $oid;)*
    };
}

classes! {
    DEFAULT_PRIVILEGES = 826,
    TYPE = 1247,
    PROCEDURE = 1255,
    RELATION = 1259,
    FOREIGN_SERVER = 1417,
    USER_MAPPING = 1418,
    FOREIGN_DATA_WRAPPER = 2328,
    ACCESS_METHOD = 2601,
    DEFAULT_EXPRESSION = 2604,
    CAST = 2605,
    CONSTRAINT = 2606,
    CONVERSION = 2607,
    LANGUAGE = 2612,
    SCHEMA = 2615,
    OPERATOR_CLASS = 2616,
    OPERATOR = 2617,
    RULE = 2618,
    TRIGGER = 2620,
    OPERATOR_FAMILY = 2753,
    EXTENSION = 3079,
    POLICY = 3256,
    STATISTICS = 3381,
    COLLATION = 3456,
    EVENT_TRIGGER = 3466,
    TRANSFORM = 3576,
    TEXT_SEARCH_DICTIONARY = 3600,
    TEXT_SEARCH_PARSER = 3601,
    TEXT_SEARCH_CONFIGURATION = 3602,
    TEXT_SEARCH_TEMPLATE = 3764,
    PUBLICATION = 6104,
    PUBLICATION_TABLE = 6106,
    PUBLICATION_SCHEMA = 6237,
}
