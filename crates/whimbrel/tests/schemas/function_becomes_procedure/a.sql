CREATE TABLE jobs (id integer PRIMARY KEY, done boolean NOT NULL DEFAULT false);

CREATE FUNCTION finish_job(job integer) RETURNS void LANGUAGE sql AS $$ UPDATE jobs SET done = true WHERE id = job $$;
