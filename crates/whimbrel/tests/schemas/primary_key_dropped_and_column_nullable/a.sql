CREATE TABLE scratch_items (id integer PRIMARY KEY, note text);
