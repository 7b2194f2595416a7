-- a sequence arrives with its default and goes with it
CREATE TABLE plays (title text PRIMARY KEY, number integer NOT NULL);
CREATE TABLE acts (title text PRIMARY KEY, number serial);
