-- What the platform had before: its users, with what each knows about software and hardware.

-- migrate:up
-- PostgreSQL 13 and newer have gen_random_uuid() built in; on 12 it is in an extension that a superuser creates.
DO $$
BEGIN
    IF current_setting('server_version_num')::integer < 130000 THEN
        CREATE EXTENSION IF NOT EXISTS pgcrypto;
    END IF;
END
$$;

CREATE TABLE users (
    id                  UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    name                TEXT NOT NULL,
    email               TEXT NOT NULL UNIQUE,
    hashed_password     TEXT NOT NULL,
    software_experience TEXT NOT NULL
        CHECK (software_experience IN ('none', 'beginner', 'intermediate', 'advanced')),
    hardware_experience TEXT NOT NULL
        CHECK (hardware_experience IN ('none', 'beginner', 'intermediate', 'advanced')),
    created_at          TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now()
);

-- migrate:down
-- The extension stays: it may have been there before, and others may use it.
DROP TABLE users;
