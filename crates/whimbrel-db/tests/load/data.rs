//! Rows in a schema's files.

use insta::assert_snapshot;
use whimbrel_testing::shared;

use super::*;

#[tokio::test]
async fn rows_keep_their_order() {
    let database = shared(15).database();
    let sql = "INSERT INTO a VALUES (1, 'one');
        CREATE TABLE a (id int PRIMARY KEY, name text, seen int);
        COPY a (id, name) FROM STDIN;
2\ttwo
3\tthree\\tand\\na half
\\.
        INSERT INTO a SELECT id + 10, name, weight(name) FROM a;
        UPDATE a SET seen = 1;
        SELECT setval('ids', 100);
        CREATE FUNCTION weight(t text) RETURNS int LANGUAGE sql AS 'SELECT length(t)';
        INSERT INTO b VALUES (1, 3);
        CREATE TABLE b (id int, a_id int REFERENCES a);
        CREATE SEQUENCE ids;
        COPY a (id) FROM STDIN;
\\.
        REFRESH MATERIALIZED VIEW m;
        CREATE MATERIALIZED VIEW m AS SELECT count(*) FROM a WITH NO DATA;";
    let mut text = loaded(&database, &script(sql)).await;
    text.push_str(&database.psql("SELECT * FROM a ORDER BY id; SELECT * FROM m; SELECT nextval('ids')"));
    assert_snapshot!(text);
}

#[tokio::test]
async fn rows_overtake_rows_where_nothing_else_helps() {
    let database = shared(15).database();
    let sql = "CREATE TABLE parents (id int PRIMARY KEY);
        CREATE TABLE children (id int REFERENCES parents);
        INSERT INTO children VALUES (1);
        INSERT INTO parents VALUES (1);";
    assert_snapshot!(loaded(&database, &script(sql)).await);
}

#[tokio::test]
async fn rows_that_cannot_be_copied() {
    let database = shared(15).database();
    let sql = "CREATE TABLE t (id int PRIMARY KEY);
        COPY t FROM STDIN;
1
one
\\.
        COPY nothing FROM STDIN;
\\.";
    assert_snapshot!(loaded(&database, &script(sql)).await);
}

#[tokio::test]
async fn rows_copied_frozen_need_their_table_in_the_same_transaction() {
    let database = shared(15).database();
    let sql = "CREATE VIEW v AS SELECT * FROM t;
        CREATE TABLE t (id int PRIMARY KEY);
        COPY t FROM STDIN WITH (FREEZE);
1
\\.
        CREATE VIEW w AS SELECT * FROM v";
    let mut text = loaded(&database, &script(sql)).await;
    text.push_str(&database.psql("SELECT * FROM w"));
    assert_snapshot!(text);
}
