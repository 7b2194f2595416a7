CREATE TABLE tickets (
    id integer PRIMARY KEY,
    status text DEFAULT 'new',
    priority integer,
    opened_on date DEFAULT '2020-01-01',
    token uuid DEFAULT '00000000-0000-0000-0000-000000000000',
    tags text[] DEFAULT '{}'
);
