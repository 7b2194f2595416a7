SELECT [a;b], `c;``d`, "e;""f", 'g;''h', x'00', E'i;' FROM [it's];
SELECT $1, :name, @v, ?1, ?, $a$b$c; SELECT 'C:\';
/* not /* nested; */ SELECT 1 -> '$.a' ->> 2 || 3;
PRAGMA foreign_keys = OFF; VACUUM; CREATE VIRTUAL TABLE f USING fts5(x); REPLACE INTO t VALUES (1); WITH a AS (SELECT 1) INSERT OR IGNORE INTO t SELECT 1;
CREATE TABLE 'quoted' (id); ALTER TABLE main.[t] RENAME TO u; BEGIN IMMEDIATE; ATTACH 'x' AS y;
SELECT (1; SELECT 2;
