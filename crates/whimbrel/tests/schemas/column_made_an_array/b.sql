-- arrays of wider elements, and more dimensions in the declaration only
CREATE TABLE surveys (id integer PRIMARY KEY, answers bigint[], labels text[]);
