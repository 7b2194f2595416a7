-- a default follows it
CREATE SCHEMA numbers;

CREATE SEQUENCE numbers.receipt_no;
CREATE TABLE receipts (no bigint DEFAULT nextval('numbers.receipt_no') PRIMARY KEY);
