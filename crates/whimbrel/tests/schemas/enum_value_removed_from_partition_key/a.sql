CREATE TYPE continent AS ENUM ('africa', 'asia', 'europe', 'atlantis');

CREATE TABLE ports (name text NOT NULL, continent continent NOT NULL) PARTITION BY LIST (continent);
CREATE TABLE ports_old_world PARTITION OF ports FOR VALUES IN ('africa', 'asia', 'europe');
