CREATE SCHEMA types;

CREATE TYPE tint AS ENUM ('pale', 'deep');
CREATE TABLE paints (id integer PRIMARY KEY, tint tint NOT NULL DEFAULT 'pale');
