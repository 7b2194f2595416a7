-- the whole table must be made anew, and its rows with it
CREATE TABLE tickets (id integer NOT NULL, venue integer NOT NULL, day date NOT NULL) PARTITION BY LIST (venue);
CREATE TABLE tickets_all PARTITION OF tickets DEFAULT;
