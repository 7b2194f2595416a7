CREATE TABLE coupons (id integer PRIMARY KEY, code text NOT NULL);

CREATE UNIQUE INDEX coupons_code ON coupons (code);
