-- nobody ever used the value; defaults, arrays, checks, views and indexes must follow
CREATE TYPE channel AS ENUM ('mail', 'sms', 'push');

CREATE TABLE outbox (
    id integer PRIMARY KEY,
    channel channel NOT NULL DEFAULT 'mail',
    fallbacks channel[] NOT NULL DEFAULT '{sms,push}',
    CONSTRAINT outbox_not_push_first CHECK (channel <> 'push'::channel)
);
CREATE INDEX outbox_mail ON outbox (id) WHERE channel = 'mail'::channel;
CREATE VIEW outbox_by_channel AS SELECT channel, count(*) AS n FROM outbox GROUP BY channel;
CREATE FUNCTION is_paid(c channel) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT c = 'sms' $$;
