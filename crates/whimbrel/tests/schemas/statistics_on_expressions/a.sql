-- postgres: >=14
CREATE TABLE logins (id integer, at timestamptz, name text);

CREATE STATISTICS logins_day ON (date_trunc('day', at AT TIME ZONE 'UTC')) FROM logins;
