CREATE TABLE plays (title text PRIMARY KEY, number serial);
CREATE TABLE acts (title text PRIMARY KEY, number integer NOT NULL);
