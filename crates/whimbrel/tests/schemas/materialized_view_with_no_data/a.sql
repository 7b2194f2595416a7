CREATE TABLE bids (lot integer NOT NULL, amount numeric NOT NULL);

CREATE MATERIALIZED VIEW highest_bids AS SELECT lot, max(amount) AS amount FROM bids GROUP BY lot;
