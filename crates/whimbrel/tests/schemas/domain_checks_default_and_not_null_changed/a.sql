CREATE DOMAIN percent AS numeric(5, 2) DEFAULT 0 CONSTRAINT percent_low CHECK (VALUE >= 0) CONSTRAINT percent_high CHECK (VALUE <= 100);
CREATE DOMAIN tag AS text NOT NULL;

CREATE TABLE stakes (id integer PRIMARY KEY, share percent NOT NULL DEFAULT 1, tag tag);
