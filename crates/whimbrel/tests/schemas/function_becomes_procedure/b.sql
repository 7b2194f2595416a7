-- the same name and arguments, called instead of selected
CREATE TABLE jobs (id integer PRIMARY KEY, done boolean NOT NULL DEFAULT false);

CREATE PROCEDURE finish_job(job integer) LANGUAGE sql AS $$ UPDATE jobs SET done = true WHERE id = job $$;
