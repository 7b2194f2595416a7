CREATE TYPE stage AS ENUM ('new', 'done');
CREATE TABLE jobs (id integer PRIMARY KEY, stage stage NOT NULL DEFAULT 'new');
