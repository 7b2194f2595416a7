-- a permanent table may not refer to an unlogged one: the order of changing matters
CREATE UNLOGGED TABLE batches (id integer PRIMARY KEY);
CREATE UNLOGGED TABLE batch_items (id integer PRIMARY KEY, batch integer REFERENCES batches);
CREATE UNLOGGED TABLE batch_marks (item integer REFERENCES batch_items);
