CREATE EXTENSION btree_gist;
CREATE TABLE rooms (id integer PRIMARY KEY, name text NOT NULL, seats integer NOT NULL CHECK (seats > 0));

CREATE TABLE bookings (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id integer NOT NULL REFERENCES rooms,
    who text NOT NULL,
    during tsrange NOT NULL,
    CONSTRAINT bookings_apart EXCLUDE USING gist (room_id WITH =, during WITH &&)
);
CREATE FUNCTION is_free(room integer, wanted tsrange) RETURNS boolean LANGUAGE sql STABLE
    AS $$ SELECT NOT EXISTS (SELECT 1 FROM bookings WHERE room_id = room AND during && wanted) $$;
CREATE VIEW today AS SELECT room_id, who, lower(during) AS starts, upper(during) AS ends FROM bookings WHERE during && tsrange(CURRENT_DATE, CURRENT_DATE + 1);
