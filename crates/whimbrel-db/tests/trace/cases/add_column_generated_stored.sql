ALTER TABLE products ADD COLUMN doubled integer GENERATED ALWAYS AS (price * 2) STORED
