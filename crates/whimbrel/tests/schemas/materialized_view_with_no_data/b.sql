-- one is created empty; populated or not is data, the dump says WITH NO DATA for both
CREATE TABLE bids (lot integer NOT NULL, amount numeric NOT NULL);

CREATE MATERIALIZED VIEW highest_bids AS SELECT lot, max(amount) AS amount FROM bids GROUP BY lot;
CREATE MATERIALIZED VIEW lowest_bids AS SELECT lot, min(amount) AS amount FROM bids GROUP BY lot WITH NO DATA;
CREATE INDEX lowest_bids_lot ON lowest_bids (lot);
