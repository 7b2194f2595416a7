-- one table numbers itself, the other stops doing so
CREATE TABLE parcels (id integer NOT NULL GENERATED ALWAYS AS IDENTITY, weight real);
CREATE TABLE pallets (id bigint NOT NULL, weight real);
