-- a list-partitioned table whose key is the enum
CREATE TYPE continent AS ENUM ('africa', 'asia', 'europe');

CREATE TABLE ports (name text NOT NULL, continent continent NOT NULL) PARTITION BY LIST (continent);
CREATE TABLE ports_old_world PARTITION OF ports FOR VALUES IN ('africa', 'asia', 'europe');
