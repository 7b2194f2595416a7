//! Rows of what is there and has no kind in the model.

use whimbrel_catalog::Seen;

use super::Loader;
use super::cells::Cells;
use crate::DbError;

impl Loader {
    pub(super) fn seen(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let (kind, schema, name) = (row.text()?, row.optional(), row.text()?);
        // the schema comes as SQL writes it
        if !schema
            .is_some_and(|schema| self.options.ignore_schemas.iter().any(|s| whimbrel_catalog::ident(s) == schema))
        {
            self.catalog.seen.push(Seen { kind, name });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use whimbrel_testing::{regression_database, schema_versions, shared};

    use crate::address::{Address, Surroundings};
    use crate::postgres::catalog::{ReadOptions, load};
    use crate::{ConnectOptions, Connection};

    /// What stands on its own, by the server's word: whatever depends on something else, without what belongs to it.
    const EVERYTHING: &str = "
        WITH object AS (
          SELECT DISTINCT d.classid, d.objid FROM pg_depend d WHERE d.objid >= 16384 AND d.objsubid = 0 AND d.deptype IN ('n', 'a')
          UNION
          SELECT s.classid, s.objid FROM pg_shdepend s JOIN pg_database b ON b.oid = s.dbid AND b.datname = current_database()
          WHERE s.objid >= 16384 AND s.deptype = 'o')
        SELECT o.classid, o.objid, i.type, i.identity
        FROM object o CROSS JOIN LATERAL pg_identify_object(o.classid, o.objid, 0) i
        WHERE COALESCE(i.schema, '') !~ '^pg_' AND o.classid NOT IN ('pg_attrdef'::regclass, 'pg_largeobject'::regclass)
          AND i.type NOT IN ('operator of access method', 'function of access method', 'domain constraint')
          AND i.identity !~ '^\"_RETURN\" on '
          AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = o.classid AND x.objid = o.objid
            AND x.objsubid = 0 AND x.deptype IN ('i', 'e', 'P', 'S'))
          AND NOT EXISTS (SELECT FROM pg_constraint k WHERE o.classid = 'pg_constraint'::regclass AND k.oid = o.objid
            AND k.contype IN ('n', 't'))
          AND i.identity !~ ' (on|for) pg_temp'
        ORDER BY 3, 4";

    async fn passed_over(url: &str) -> Vec<String> {
        let around = Surroundings { variable: &|_| None, base: Path::new(".") };
        let address = Address::parse(url, around).expect("the test server's URL");
        let options = ConnectOptions { application_name: "whimbrel-test".into(), wait: None };
        let Ok(Connection::Postgres(postgres)) = crate::connect(&address, &options).await else {
            panic!("the server answers");
        };
        let loader = load(&postgres, &ReadOptions::default()).await.expect("it can be read");
        let rows = postgres.run(EVERYTHING).await.expect("it can be asked").pop().expect("it answers").rows;
        let mut passed_over = Vec::new();
        for row in rows {
            let mut cells = row.into_iter().map(Option::unwrap_or_default);
            let mut cell = || cells.next().unwrap_or_default();
            let address = (cell().parse().expect("an oid"), cell().parse().expect("an oid"));
            let (kind, identity) = (cell(), cell());
            let is_seen = loader.catalog.seen.iter().any(|seen| seen.name == identity);
            if !loader.ids.contains_key(&address) && !is_seen {
                passed_over.push(format!("{kind} {identity}"));
            }
        }
        passed_over
    }

    #[tokio::test]
    async fn nothing_is_passed_over() {
        for version in schema_versions() {
            let database = shared(version).database();
            database.psql(include_str!("../../../tests/catalog/every_kind.postgres.sql"));
            database.psql(
                "CREATE TYPE base;
                 CREATE FUNCTION base_in(cstring) RETURNS base LANGUAGE internal IMMUTABLE STRICT AS 'textin';
                 CREATE FUNCTION base_out(base) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
                 CREATE TYPE base (input = base_in, output = base_out, like = text);
                 CREATE PUBLICATION news FOR ALL TABLES;
                 CREATE FOREIGN DATA WRAPPER pipes; CREATE SERVER depot FOREIGN DATA WRAPPER pipes",
            );
            assert_eq!(passed_over(database.url()).await, [""; 0], "on PostgreSQL {version}");
        }
    }

    #[tokio::test]
    async fn nothing_of_the_regression_database_is_passed_over() {
        if let Some((_server, url)) = regression_database(18) {
            assert_eq!(passed_over(&url).await, [""; 0]);
        }
    }
}
