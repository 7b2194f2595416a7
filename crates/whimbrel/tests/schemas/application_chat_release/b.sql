-- threads, reactions and a search come to a chat
CREATE TYPE reaction AS ENUM ('up', 'down', 'laugh');
CREATE TABLE people (id uuid PRIMARY KEY, handle text NOT NULL UNIQUE, seen_at timestamptz, muted boolean NOT NULL DEFAULT false);
CREATE TABLE rooms (id uuid PRIMARY KEY, title text NOT NULL, created_by uuid REFERENCES people ON DELETE SET NULL, last_message bigint);
CREATE TABLE room_members (
    room_id uuid REFERENCES rooms ON DELETE CASCADE,
    person_id uuid REFERENCES people ON DELETE CASCADE,
    joined_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (room_id, person_id)
);
CREATE TABLE messages (
    id bigserial PRIMARY KEY,
    room_id uuid NOT NULL REFERENCES rooms ON DELETE CASCADE,
    author_id uuid REFERENCES people ON DELETE SET NULL,
    body text NOT NULL CONSTRAINT messages_body CHECK (length(body) <= 8000),
    sent_at timestamptz NOT NULL DEFAULT now(),
    reply_to bigint REFERENCES messages ON DELETE SET NULL,
    terms tsvector GENERATED ALWAYS AS (to_tsvector('simple', body)) STORED
);
ALTER TABLE rooms ADD CONSTRAINT rooms_last_message FOREIGN KEY (last_message) REFERENCES messages ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX messages_by_room ON messages (room_id, id DESC) INCLUDE (sent_at);
CREATE INDEX messages_terms ON messages USING gin (terms);
CREATE INDEX messages_replies ON messages (reply_to) WHERE reply_to IS NOT NULL;
CREATE TABLE reactions (
    message_id bigint REFERENCES messages ON DELETE CASCADE,
    person_id uuid REFERENCES people ON DELETE CASCADE,
    reaction reaction NOT NULL,
    PRIMARY KEY (message_id, person_id)
);
CREATE FUNCTION touch_author() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE people SET seen_at = now() WHERE id = NEW.author_id;
    UPDATE rooms SET last_message = NEW.id WHERE id = NEW.room_id;
    RETURN NULL;
END $$;
CREATE TRIGGER messages_touch AFTER INSERT ON messages FOR EACH ROW WHEN (NEW.author_id IS NOT NULL) EXECUTE FUNCTION touch_author();
CREATE VIEW latest AS SELECT r.id AS room_id, m.id, m.body, m.sent_at FROM rooms r JOIN messages m ON m.id = r.last_message;
