CREATE TABLE vouchers (
    id integer PRIMARY KEY,
    code text NOT NULL
);
CREATE UNIQUE INDEX vouchers_code ON vouchers (code);

ALTER TABLE vouchers REPLICA IDENTITY NOTHING;
