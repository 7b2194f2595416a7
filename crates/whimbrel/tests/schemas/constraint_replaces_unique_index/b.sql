-- the same name is an index here and a constraint there
CREATE TABLE coupons (id integer PRIMARY KEY, code text NOT NULL);

ALTER TABLE coupons ADD CONSTRAINT coupons_code UNIQUE (code);
