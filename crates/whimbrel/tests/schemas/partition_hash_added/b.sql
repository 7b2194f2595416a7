-- a table split by hash is made, and one more split is finer in the other
CREATE TABLE sessions (id uuid NOT NULL, data text) PARTITION BY HASH (id);
CREATE TABLE sessions_0 PARTITION OF sessions FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE sessions_1 PARTITION OF sessions FOR VALUES WITH (MODULUS 4, REMAINDER 1);
CREATE TABLE sessions_3 PARTITION OF sessions FOR VALUES WITH (MODULUS 4, REMAINDER 3);
CREATE TABLE carts (id integer NOT NULL, name text) PARTITION BY HASH (name text_pattern_ops, id);
CREATE TABLE carts_all PARTITION OF carts FOR VALUES WITH (MODULUS 1, REMAINDER 0);
