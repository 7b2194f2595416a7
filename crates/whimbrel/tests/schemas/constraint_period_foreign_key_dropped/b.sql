-- the reference over time goes, a plain unique constraint takes the place of the other
CREATE TABLE prices (article int4range, valid daterange, price numeric, CONSTRAINT prices_key PRIMARY KEY (article, valid WITHOUT OVERLAPS));

CREATE TABLE offers (article int4range, valid daterange, CONSTRAINT offers_once UNIQUE (article, valid));
