CREATE TABLE albums (
    id integer PRIMARY KEY,
    artist varchar(40) NOT NULL,
    UNIQUE (artist, id)
);
CREATE TABLE tracks (
    id integer PRIMARY KEY,
    album_id integer NOT NULL CONSTRAINT tracks_album REFERENCES albums (id),
    CONSTRAINT tracks_album_positive CHECK (album_id > 0)
);
CREATE INDEX tracks_by_album ON tracks (album_id) WHERE album_id > 10;
