-- only the type moves; the column's rows must be carried over
CREATE SCHEMA types;

CREATE TYPE types.tint AS ENUM ('pale', 'deep');
CREATE TABLE paints (id integer PRIMARY KEY, tint types.tint NOT NULL DEFAULT 'pale');
