-- the default must step aside while the type changes
CREATE TYPE delivery_state AS ENUM ('waiting', 'moving', 'done');

CREATE TABLE deliveries (
    id integer PRIMARY KEY,
    state delivery_state NOT NULL DEFAULT 'waiting',
    priority smallint DEFAULT 3
);
