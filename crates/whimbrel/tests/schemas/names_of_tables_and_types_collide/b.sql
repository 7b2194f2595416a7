-- a table's row type takes the name that an enum had
CREATE TABLE colour (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE walls (id integer PRIMARY KEY, colour_id integer REFERENCES colour);
