-- postgres: >=18
CREATE TABLE prices (article int4range, valid daterange, price numeric, CONSTRAINT prices_key PRIMARY KEY (article, valid WITHOUT OVERLAPS));

CREATE TABLE offers (article int4range, valid daterange, CONSTRAINT offers_price FOREIGN KEY (article, PERIOD valid) REFERENCES prices (article, PERIOD valid) DEFERRABLE);
