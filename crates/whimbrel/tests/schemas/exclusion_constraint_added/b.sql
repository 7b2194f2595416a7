-- no two overlapping maintenance windows
CREATE TABLE maintenance (
    id integer PRIMARY KEY,
    during tstzrange NOT NULL,
    cancelled boolean NOT NULL DEFAULT false,
    CONSTRAINT maintenance_apart EXCLUDE USING gist (during WITH &&) WHERE (NOT cancelled)
);
