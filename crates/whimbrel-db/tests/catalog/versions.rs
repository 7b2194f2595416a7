//! One schema is one catalog, whatever server has it.

use whimbrel_catalog::Catalog;
use whimbrel_db::postgres::catalog::{ReadOptions, read};
use whimbrel_testing::{schema_versions, shared, versions};

use crate::connect;

/// Each is a schema of its own.
const SCHEMAS: [&str; 6] = [
    include_str!("every_kind.postgres.sql"),
    include_str!("kinds.postgres.sql"),
    include_str!("parts.postgres.sql"),
    include_str!("tables.postgres.sql"),
    include_str!("dependencies.postgres.sql"),
    include_str!("rendered.postgres.sql"),
];

/// From 14 on a member of an operator class that is not for the class's own type belongs to the family, and procedures are
/// written with IN. What is compared across that is read from one version, as every difference between two versions is.
const CHANGED_IN: u32 = 14;

#[tokio::test]
async fn a_schema_is_the_same_on_every_version() {
    for sql in SCHEMAS {
        let (mut first, mut is_newer): (Option<Catalog>, bool) = (None, false);
        let mut versions: Vec<_> = versions().into_iter().chain(schema_versions()).collect();
        versions.sort_unstable();
        versions.dedup();
        for version in versions {
            if version >= CHANGED_IN && !is_newer {
                (first, is_newer) = (None, true);
            }
            let database = shared(version).database();
            database.psql(sql);
            let catalog = read(&connect(&database).await, &ReadOptions::default()).await.expect("it can be read");
            let first = first.get_or_insert_with(|| catalog.clone());
            let changes = Catalog::changes(first, &catalog);
            assert!(changes.is_empty(), "PostgreSQL {version}: {changes:#?}");
            assert_eq!(*first, catalog);
        }
    }
}

/// What PostgreSQL renders is not always what it renders after reading that. Both are one to us.
#[tokio::test]
async fn what_is_rendered_is_the_same_when_it_is_loaded_again() {
    for version in versions() {
        let database = shared(version).database();
        database.psql(include_str!("rendered.postgres.sql"));
        let catalog = read(&connect(&database).await, &ReadOptions::default()).await.expect("it can be read");
        let again = shared(version).database();
        let statements = whimbrel_catalog::generate::dump(&catalog, version).expect("there is an order");
        let text = whimbrel_catalog::generate::text(&statements);
        again.psql(&text);
        let loaded = read(&connect(&again).await, &ReadOptions::default()).await.expect("it can be read");
        let changes = Catalog::changes(&catalog, &loaded);
        assert!(changes.is_empty(), "PostgreSQL {version}: {changes:#?}");
        // and the server's own dump, which is as it renders it
        let restored = shared(version).database();
        restored.psql(&format!("{}; REFRESH MATERIALIZED VIEW public.kept", database.pg_dump()));
        let loaded = read(&connect(&restored).await, &ReadOptions::default()).await.expect("it can be read");
        let changes = Catalog::changes(&catalog, &loaded);
        assert!(changes.is_empty(), "PostgreSQL {version}: {changes:#?}");
    }
}
