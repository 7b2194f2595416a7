CREATE TABLE batches (id integer PRIMARY KEY);
CREATE TABLE batch_items (id integer PRIMARY KEY, batch integer REFERENCES batches);
CREATE TABLE batch_marks (item integer REFERENCES batch_items);
