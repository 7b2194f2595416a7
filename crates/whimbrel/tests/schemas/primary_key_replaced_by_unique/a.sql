CREATE TABLE guests (id integer NOT NULL, passport text NOT NULL, CONSTRAINT guests_pkey PRIMARY KEY (id));

CREATE TABLE cars (plate text PRIMARY KEY, guest integer CONSTRAINT cars_guest REFERENCES guests (id));
