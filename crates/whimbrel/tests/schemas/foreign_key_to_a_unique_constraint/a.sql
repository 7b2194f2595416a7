CREATE TABLE currencies (id integer PRIMARY KEY, code character(3) NOT NULL, CONSTRAINT currencies_code UNIQUE (code));

CREATE TABLE quotes (day date, currency_id integer NOT NULL CONSTRAINT quotes_currency REFERENCES currencies);
