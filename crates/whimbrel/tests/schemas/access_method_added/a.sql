CREATE TABLE anchors (id integer);
