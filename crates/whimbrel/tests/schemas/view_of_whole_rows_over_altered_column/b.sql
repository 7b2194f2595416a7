-- the view returns the row type of the table, whose column changes its type
CREATE TABLE gauges (id integer PRIMARY KEY, reading numeric(10, 3));

CREATE VIEW gauge_json AS SELECT g.id, row_to_json(g.*) AS document FROM gauges g;
