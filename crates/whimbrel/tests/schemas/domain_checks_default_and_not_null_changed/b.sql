-- all of it in place
CREATE DOMAIN percent AS numeric(5, 2) DEFAULT 50 NOT NULL CONSTRAINT percent_high CHECK (VALUE < 200) CONSTRAINT percent_whole CHECK (VALUE = round(VALUE));
CREATE DOMAIN tag AS text DEFAULT 'misc';

CREATE TABLE stakes (id integer PRIMARY KEY, share percent NOT NULL DEFAULT 1, tag tag);
