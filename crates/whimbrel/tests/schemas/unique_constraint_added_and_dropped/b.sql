-- emails are unique, nicknames no longer
CREATE TABLE accounts (id integer PRIMARY KEY, email text UNIQUE, nickname text);
