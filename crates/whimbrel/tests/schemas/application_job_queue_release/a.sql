CREATE TYPE job_state AS ENUM ('queued', 'running', 'failed', 'done');
CREATE TABLE jobs (
    id bigserial PRIMARY KEY,
    kind text NOT NULL,
    args json NOT NULL DEFAULT '{}',
    state job_state NOT NULL DEFAULT 'queued',
    run_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX jobs_due ON jobs (run_at) WHERE state = 'queued';
CREATE FUNCTION take_job() RETURNS SETOF jobs LANGUAGE sql AS $$
    UPDATE jobs SET state = 'running'
    WHERE id = (SELECT id FROM jobs WHERE state = 'queued' AND run_at <= now() ORDER BY run_at FOR UPDATE SKIP LOCKED LIMIT 1)
    RETURNING *
$$;
CREATE VIEW job_counts AS SELECT state, count(*) AS n FROM jobs GROUP BY state;
