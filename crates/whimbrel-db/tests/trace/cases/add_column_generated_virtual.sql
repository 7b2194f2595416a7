-- postgres: >=18
ALTER TABLE products ADD COLUMN doubled integer GENERATED ALWAYS AS (price * 2) VIRTUAL
