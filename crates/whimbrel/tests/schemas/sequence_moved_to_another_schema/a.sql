CREATE SCHEMA numbers;

CREATE SEQUENCE receipt_no;
CREATE TABLE receipts (no bigint DEFAULT nextval('receipt_no') PRIMARY KEY);
