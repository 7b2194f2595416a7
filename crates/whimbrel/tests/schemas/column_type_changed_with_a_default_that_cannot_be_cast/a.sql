CREATE TYPE delivery_state AS ENUM ('waiting', 'moving', 'done');

CREATE TABLE deliveries (
    id integer PRIMARY KEY,
    state text NOT NULL DEFAULT 'waiting',
    priority text DEFAULT '3'
);
