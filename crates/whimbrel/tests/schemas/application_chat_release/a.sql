CREATE TABLE people (id uuid PRIMARY KEY, handle text NOT NULL UNIQUE, seen_at timestamptz);
CREATE TABLE rooms (id uuid PRIMARY KEY, title text NOT NULL, created_by uuid REFERENCES people);
CREATE TABLE room_members (room_id uuid REFERENCES rooms, person_id uuid REFERENCES people, PRIMARY KEY (room_id, person_id));
CREATE TABLE messages (
    id bigserial PRIMARY KEY,
    room_id uuid NOT NULL REFERENCES rooms,
    author_id uuid REFERENCES people,
    body text NOT NULL,
    sent_at timestamp NOT NULL DEFAULT now()
);
CREATE INDEX messages_by_room ON messages (room_id, id);
CREATE FUNCTION touch_author() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE people SET seen_at = now() WHERE id = NEW.author_id;
    RETURN NEW;
END $$;
CREATE TRIGGER messages_touch AFTER INSERT ON messages FOR EACH ROW EXECUTE FUNCTION touch_author();
CREATE VIEW latest AS SELECT DISTINCT ON (room_id) room_id, id, body, sent_at FROM messages ORDER BY room_id, id DESC;
