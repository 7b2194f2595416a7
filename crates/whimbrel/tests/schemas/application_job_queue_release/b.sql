-- retries, priorities and a dead letter box for a queue
CREATE TYPE job_state AS ENUM ('queued', 'running', 'retrying', 'dead', 'done');
CREATE TABLE jobs (
    id bigserial PRIMARY KEY,
    kind varchar(60) NOT NULL,
    args jsonb NOT NULL DEFAULT '{}',
    state job_state NOT NULL DEFAULT 'queued',
    run_at timestamptz NOT NULL DEFAULT now(),
    priority smallint NOT NULL DEFAULT 0,
    attempts integer NOT NULL DEFAULT 0,
    last_error text,
    CONSTRAINT jobs_attempts CHECK (attempts >= 0 AND (state <> 'dead' OR last_error IS NOT NULL))
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX jobs_due ON jobs (priority DESC, run_at) WHERE state IN ('queued', 'retrying');
CREATE UNIQUE INDEX jobs_one_of_a_kind ON jobs (kind, (args ->> 'key')) WHERE state = 'queued' AND (args ->> 'key') IS NOT NULL;
CREATE FUNCTION take_job(kinds text[] DEFAULT NULL) RETURNS SETOF jobs LANGUAGE sql AS $$
    UPDATE jobs SET state = 'running', attempts = attempts + 1
    WHERE id = (
        SELECT id FROM jobs WHERE state IN ('queued', 'retrying') AND run_at <= now() AND (kinds IS NULL OR kind = ANY (kinds))
        ORDER BY priority DESC, run_at FOR UPDATE SKIP LOCKED LIMIT 1)
    RETURNING *
$$;
CREATE PROCEDURE bury(job bigint, error text) LANGUAGE plpgsql AS $$ BEGIN UPDATE jobs SET state = 'dead', last_error = error WHERE id = job; END $$;
CREATE VIEW job_counts AS SELECT state, count(*) AS n, max(attempts) AS worst FROM jobs GROUP BY state;
CREATE VIEW dead_jobs AS SELECT id, kind, last_error FROM jobs WHERE state = 'dead';
