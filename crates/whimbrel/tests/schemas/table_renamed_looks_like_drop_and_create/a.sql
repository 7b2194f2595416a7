CREATE TABLE guests (
    id integer PRIMARY KEY,
    full_name text NOT NULL,
    arrived_at timestamptz
);
