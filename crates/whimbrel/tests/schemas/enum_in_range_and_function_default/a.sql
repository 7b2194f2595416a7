CREATE TYPE tier AS ENUM ('free', 'basic', 'pro', 'legacy');

CREATE TYPE tier_range AS RANGE (SUBTYPE = tier);
CREATE FUNCTION price_of(t tier DEFAULT 'free') RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT CASE t WHEN 'free' THEN 0 ELSE 9 END $$;
CREATE TABLE plans (id integer PRIMARY KEY, tier tier NOT NULL DEFAULT 'basic', allowed tier_range, price integer GENERATED ALWAYS AS (price_of('pro'::tier)) STORED);
CREATE INDEX plans_paying ON plans (id) WHERE tier > 'free'::tier;
CREATE MATERIALIZED VIEW plan_counts AS SELECT tier, count(*) AS n FROM plans GROUP BY tier;
ALTER TABLE plans ENABLE ROW LEVEL SECURITY;
CREATE POLICY plans_free ON plans USING (tier = 'free'::tier);
