-- What has happened to this database's migrations. One row for each event, never changed; the newest event of a
-- version that is not a failure says how it stands.
CREATE TABLE {history} (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    kind text NOT NULL
        CHECK (kind IN ('applied', 'reverted', 'failed', 'baselined', 'repaired', 'forgotten')),
    version text NOT NULL,
    name text NOT NULL,
    description text,
    checksum text NOT NULL,
    actor text NOT NULL,
    duration_ms bigint NOT NULL,
    tool text NOT NULL,
    revision text,
    -- The text of the migration's way back, so that it can be taken back without its file.
    down text,
    down_transaction boolean NOT NULL,
    detail text
);
-- Steps of migrations that cannot be one transaction, until the last of them is done.
CREATE TABLE {journal} (
    version text NOT NULL,
    direction text NOT NULL CHECK (direction IN ('apply', 'revert')),
    step integer NOT NULL,
    steps integer NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    -- Of the step's statements.
    digest text NOT NULL,
    state text NOT NULL CHECK (state IN ('started', 'failed', 'done')),
    -- What there was before the step began, as far as resuming it needs to know.
    before text,
    at timestamptz NOT NULL,
    PRIMARY KEY (version, step)
);
