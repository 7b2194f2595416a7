CREATE TABLE current_prices (id integer PRIMARY KEY, price numeric);
CREATE TABLE old_prices (id integer PRIMARY KEY, price numeric, until date);
