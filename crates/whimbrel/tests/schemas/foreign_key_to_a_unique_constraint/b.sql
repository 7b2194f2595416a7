-- refers to the code instead of the number
CREATE TABLE currencies (id integer PRIMARY KEY, code character(3) NOT NULL, CONSTRAINT currencies_code UNIQUE (code));

CREATE TABLE quotes (day date, currency_code character(3) NOT NULL CONSTRAINT quotes_currency REFERENCES currencies (code));
