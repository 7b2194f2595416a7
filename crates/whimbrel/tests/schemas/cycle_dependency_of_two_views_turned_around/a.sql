CREATE TABLE facts (id integer PRIMARY KEY, a integer, b integer);

CREATE VIEW first_view AS SELECT id, a FROM facts;
CREATE VIEW second_view AS SELECT id, a FROM first_view WHERE a > 0;
