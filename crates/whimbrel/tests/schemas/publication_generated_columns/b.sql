-- stored generated columns travel too
CREATE TABLE g (id integer PRIMARY KEY, twice integer GENERATED ALWAYS AS (id * 2) STORED);

CREATE PUBLICATION g_out FOR TABLE g WITH (publish_generated_columns = stored);
