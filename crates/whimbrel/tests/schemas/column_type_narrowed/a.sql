CREATE TABLE codes (id bigint PRIMARY KEY, code text NOT NULL, weight numeric(12, 4), at timestamptz);
