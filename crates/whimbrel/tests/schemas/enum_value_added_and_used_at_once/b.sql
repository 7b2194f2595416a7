-- a new value may not be used in the transaction that adds it to a type that was there before
CREATE TYPE stage AS ENUM ('queued', 'new', 'working', 'done');
CREATE TABLE jobs (id integer PRIMARY KEY, stage stage NOT NULL DEFAULT 'queued', CONSTRAINT jobs_stage CHECK (stage <> 'working'::stage OR id > 0));
CREATE INDEX jobs_working ON jobs (id) WHERE stage = 'working'::stage;
CREATE VIEW working_jobs AS SELECT id FROM jobs WHERE stage = 'working';
