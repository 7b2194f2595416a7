CREATE TABLE offers (id integer PRIMARY KEY, starts date, ends date, tags text[], kind text,
    CONSTRAINT offers_period CHECK (starts < ends));
