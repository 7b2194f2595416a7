CREATE TABLE gauges (id integer PRIMARY KEY, reading integer);

CREATE VIEW gauge_json AS SELECT g.id, row_to_json(g.*) AS document FROM gauges g;
