CREATE TYPE role_kind AS ENUM ('owner', 'editor', 'looker');

CREATE TABLE grants (id integer PRIMARY KEY, kind role_kind NOT NULL DEFAULT 'owner');
