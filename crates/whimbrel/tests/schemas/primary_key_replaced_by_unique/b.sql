-- the key moves to another column, the old one stays unique
CREATE TABLE guests (id integer NOT NULL, passport text NOT NULL, CONSTRAINT guests_pkey PRIMARY KEY (passport), CONSTRAINT guests_id_key UNIQUE (id));

CREATE TABLE cars (plate text PRIMARY KEY, guest integer CONSTRAINT cars_guest REFERENCES guests (id));
