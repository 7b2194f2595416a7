//! A file of 20 MB and more than 100,000 statements.

use std::fmt::Write as _;

use whimbrel_source::{Engine, Migration, Place, SectionKind, SourceFile};

#[test]
fn every_statement_is_found_at_its_place() {
    let mut text = "-- migrate:up\n".to_owned();
    for n in 0..100_000 {
        writeln!(text, "-- row {n}\nINSERT INTO t VALUES ({n}, 'it''s; {:-<90}',\n  E'\\';', $$;$$, (1));", "")
            .unwrap();
    }
    text.push_str("COPY t FROM STDIN;\n");
    let rows = 200_000;
    for n in 0..rows {
        writeln!(text, "{n}\tit's a row; {:.<20}", "").unwrap();
    }
    text.push_str("\\.\n-- the last\n  SELECT 1;\n-- migrate:down\nDROP TABLE t;\n");
    assert!(text.len() > 20_000_000, "{}", text.len());
    let migration = Migration::parse(SourceFile::new("1_large.sql", text)).unwrap();
    let statements = migration.statements(SectionKind::Up, Engine::Postgres).unwrap();
    assert_eq!(statements.len(), 100_002);
    for (n, statement) in statements[..100_000].iter().enumerate() {
        let line = u32::try_from(3 + 3 * n).unwrap();
        assert_eq!(migration.file.place(statement.span.start), Place { line, column: 1 });
        assert_eq!(statement.comment.as_deref(), Some(format!("row {n}").as_str()));
    }
    let copied = migration.file.slice(statements[100_000].copy_data.unwrap());
    assert_eq!(copied.lines().count(), rows);
    let last = &statements[100_001];
    assert_eq!(migration.file.place(last.span.start), Place { line: 300_002 + rows as u32 + 3, column: 3 });
    assert_eq!(last.sql, "SELECT 1");
    assert_eq!(migration.statements(SectionKind::Down, Engine::Postgres).unwrap().len(), 1);
}
