-- what stood below stands on top
CREATE TABLE facts (id integer PRIMARY KEY, a integer, b integer);

CREATE VIEW second_view AS SELECT id, a FROM facts WHERE a > 1;
CREATE VIEW first_view AS SELECT id, a FROM second_view;
