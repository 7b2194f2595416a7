CREATE TABLE parcels (id integer PRIMARY KEY, customer integer NOT NULL, weight integer);

ALTER TABLE parcels ENABLE ROW LEVEL SECURITY;
CREATE POLICY parcels_own ON parcels FOR SELECT TO role_a USING (customer = current_setting('app.customer', true)::bigint);
CREATE RULE parcels_light AS ON UPDATE TO parcels WHERE new.weight > 1000 DO INSTEAD NOTHING;
COMMENT ON POLICY parcels_own ON parcels IS 'one''s own only';
CREATE STATISTICS parcels_both ON customer, weight FROM parcels;
