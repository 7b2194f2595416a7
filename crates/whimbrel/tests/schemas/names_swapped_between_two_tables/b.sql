-- the same two names, exchanged
CREATE TABLE current_prices (id integer PRIMARY KEY, price numeric, until date);
CREATE TABLE old_prices (id integer PRIMARY KEY, price numeric);
