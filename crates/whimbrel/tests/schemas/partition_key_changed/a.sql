CREATE TABLE tickets (id integer NOT NULL, venue integer NOT NULL, day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE tickets_all PARTITION OF tickets DEFAULT;
