-- the key goes, and NOT NULL with it
CREATE TABLE scratch_items (id integer, note text);
