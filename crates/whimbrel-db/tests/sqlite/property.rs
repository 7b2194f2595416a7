//! For any table: an ALTER and its inverse give the same catalog and the same rows.

use proptest::prelude::*;

use crate::support::{Scratch, scratch};

/// One column of a random table: its type, whether it is NOT NULL, has a default, is indexed, is checked.
type Shape = (usize, bool, bool, bool, bool);

const TYPES: [&str; 5] = ["INTEGER", "TEXT", "REAL", "", "VARCHAR(20)"];

fn build(columns: &[Shape], quoted: bool, without_rowid: bool, lines: bool, rows: usize) -> Scratch {
    let name = |i: usize| if quoted { format!("\"col {i}\"") } else { format!("c{i}") };
    let mut items = vec!["id INTEGER PRIMARY KEY".to_owned()];
    let mut after = String::new();
    for (i, &(kind, not_null, default, indexed, checked)) in columns.iter().enumerate() {
        let mut item = format!("{} {}", name(i), TYPES[kind % TYPES.len()]).trim_end().to_owned();
        item.push_str(if default { " DEFAULT '1'" } else { "" });
        // At the end, where SQLite's own SET NOT NULL puts it.
        item.push_str(if not_null { " NOT NULL" } else { "" });
        items.push(item);
        if indexed {
            after.push_str(&format!("CREATE INDEX i{i} ON t ({} DESC, id);", name(i)));
        }
        if checked {
            after.push_str(&format!("CREATE VIEW v{i} AS SELECT {} FROM t;", name(i)));
        }
    }
    for (i, _) in columns.iter().enumerate().filter(|(_, shape)| shape.4) {
        items.push(format!("CONSTRAINT k{i} CHECK ({} <> 'nope')", name(i)));
    }
    let separator = if lines { ",\n  -- a comment, with (signs;\n  " } else { ", " };
    let options = if without_rowid { " WITHOUT ROWID" } else { "" };
    let insert = |row: usize| {
        let values: Vec<String> = columns.iter().map(|_| format!("'{row}'")).collect();
        format!("INSERT INTO t VALUES ({}{}{});", row * 3, if values.is_empty() { "" } else { ", " }, values.join(", "))
    };
    let inserts: String = (1..=rows).map(insert).collect();
    let open = if lines { "\n  " } else { "" };
    scratch(&format!("CREATE TABLE t ({open}{}{open}){options};{inserts}{after}", items.join(separator)))
}

/// All that the catalog and the rows say, but for blank space and the quotes that a rename puts around the name.
fn dump(scratch: &Scratch) -> String {
    let schema = scratch.schema().replace("CREATE TABLE \"t\"", "CREATE TABLE t");
    let schema = schema.split_whitespace().collect::<Vec<_>>().join(" ").replace(" )", ")");
    let columns = scratch.rows("SELECT * FROM pragma_table_xinfo('t')");
    let indexes = scratch.rows("SELECT * FROM pragma_index_list('t') ORDER BY name");
    format!("{schema}\n{columns}\n{indexes}\n{}", scratch.rows("SELECT * FROM t ORDER BY id"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn an_alter_and_its_inverse_change_nothing(
        columns in prop::collection::vec((0usize..5, any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()), 1..5),
        quoted: bool,
        without_rowid: bool,
        lines: bool,
        rows in 0usize..4,
        which in 0usize..6,
    ) {
        let scratch = build(&columns, quoted, without_rowid, lines, rows);
        let name = if quoted { "\"col 0\"".to_owned() } else { "c0".to_owned() };
        let (kind, not_null, default, _, checked) = columns[0];
        let of_type = TYPES[kind];
        let (there, back) = match which {
            0 => ("ADD COLUMN extra INT UNIQUE".to_owned(), "DROP COLUMN extra".to_owned()),
            1 => ("ADD CONSTRAINT more CHECK (id > 0)".to_owned(), "DROP CONSTRAINT more".to_owned()),
            2 if not_null => (format!("ALTER {name} DROP NOT NULL"), format!("ALTER {name} SET NOT NULL")),
            2 => (format!("ALTER {name} SET NOT NULL"), format!("ALTER {name} DROP NOT NULL")),
            3 if !default => (format!("ALTER {name} SET DEFAULT 5"), format!("ALTER {name} DROP DEFAULT")),
            4 if checked => ("RENAME CONSTRAINT k0 TO other".to_owned(), "RENAME CONSTRAINT other TO k0".to_owned()),
            _ if of_type.is_empty() => ("ADD UNIQUE (id)".to_owned(), "DROP CONSTRAINT t_id_key".to_owned()),
            _ => (format!("ALTER {name} TYPE VARCHAR(99)"), format!("ALTER {name} TYPE {of_type}")),
        };
        let before = dump(&scratch);
        scratch.migrated(&[&format!("ALTER TABLE t {there}")]);
        prop_assert_ne!(dump(&scratch), before.clone());
        scratch.migrated(&[&format!("ALTER TABLE t {back}")]);
        prop_assert_eq!(dump(&scratch), before);
    }
}
