-- guests are called visitors now; nothing but the name tells
CREATE TABLE visitors (
    id integer PRIMARY KEY,
    full_name text NOT NULL,
    arrived_at timestamptz
);
