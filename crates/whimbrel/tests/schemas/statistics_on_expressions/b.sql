-- expressions, alone and among columns
CREATE TABLE logins (id integer, at timestamptz, name text);

CREATE STATISTICS logins_day ON (date_trunc('month', at AT TIME ZONE 'UTC')) FROM logins;
CREATE STATISTICS logins_mixed (ndistinct, mcv) ON id, (lower(name)), (length(name) % 10) FROM logins;
