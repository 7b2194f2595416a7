-- holds and cancellations: the rule against two bookings at a time gets finer
CREATE EXTENSION btree_gist;
CREATE TABLE rooms (id integer PRIMARY KEY, name text NOT NULL, seats integer NOT NULL CHECK (seats > 0));

CREATE TYPE booking_state AS ENUM ('held', 'sure', 'cancelled');
CREATE TABLE bookings (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id integer NOT NULL REFERENCES rooms ON DELETE CASCADE,
    who text NOT NULL,
    during tsrange NOT NULL,
    state booking_state NOT NULL DEFAULT 'sure',
    people integer,
    CONSTRAINT bookings_apart EXCLUDE USING gist (room_id WITH =, during WITH &&) WHERE (state <> 'cancelled'),
    CONSTRAINT bookings_during CHECK (NOT isempty(during) AND lower(during) IS NOT NULL)
);
CREATE TABLE waiting_list (room_id integer NOT NULL REFERENCES rooms, wanted tsrange NOT NULL, who text NOT NULL);
CREATE INDEX waiting_list_wanted ON waiting_list USING gist (room_id, wanted);
CREATE FUNCTION is_free(room integer, wanted tsrange, people integer DEFAULT 1) RETURNS boolean LANGUAGE sql STABLE
    AS $$ SELECT NOT EXISTS (SELECT 1 FROM bookings b WHERE room_id = room AND during && wanted AND state <> 'cancelled')
        AND people <= (SELECT seats FROM rooms WHERE id = room) $$;
CREATE FUNCTION tell_waiting() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('freed', OLD.room_id::text); RETURN NULL; END $$;
CREATE TRIGGER bookings_freed AFTER UPDATE OF state ON bookings FOR EACH ROW WHEN (NEW.state = 'cancelled' AND OLD.state <> 'cancelled') EXECUTE FUNCTION tell_waiting();
CREATE VIEW today AS SELECT b.room_id, r.name AS room, b.who, lower(b.during) AS starts, upper(b.during) AS ends, b.state
    FROM bookings b JOIN rooms r ON r.id = b.room_id WHERE b.during && tsrange(CURRENT_DATE, CURRENT_DATE + 1);
