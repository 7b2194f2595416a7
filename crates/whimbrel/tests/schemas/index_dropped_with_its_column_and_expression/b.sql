-- several indexes over a column that goes, one over two
CREATE TABLE rentals (id integer PRIMARY KEY, bike integer);
CREATE INDEX rentals_open ON rentals (bike);
