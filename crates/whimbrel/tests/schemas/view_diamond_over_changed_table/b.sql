-- two views on one table and a third on both
CREATE TABLE pupils (id integer PRIMARY KEY, class text NOT NULL, mark numeric(3, 1));

CREATE VIEW class_sizes AS SELECT class, count(*) AS pupils FROM pupils GROUP BY class;
CREATE VIEW class_marks AS SELECT class, avg(mark) AS average FROM pupils GROUP BY class;
CREATE VIEW class_overview AS SELECT s.class, s.pupils, m.average FROM class_sizes s JOIN class_marks m USING (class);
COMMENT ON COLUMN class_overview.average IS 'of those who were marked';
ALTER VIEW class_overview OWNER TO role_a;
