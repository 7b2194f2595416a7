-- one goes, another comes; it may look like a rename
CREATE TABLE rooms (id integer PRIMARY KEY, sleeps integer NOT NULL DEFAULT 1);
