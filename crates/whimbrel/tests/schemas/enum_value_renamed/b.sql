-- one word for another, which may be a rename or a loss
CREATE TYPE role_kind AS ENUM ('owner', 'editor', 'viewer');

CREATE TABLE grants (id integer PRIMARY KEY, kind role_kind NOT NULL DEFAULT 'owner');
