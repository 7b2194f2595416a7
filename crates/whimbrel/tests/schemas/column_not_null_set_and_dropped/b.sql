-- one becomes mandatory, one optional
CREATE TABLE members (id integer PRIMARY KEY, email text NOT NULL, phone text);
