-- the same things under other names
CREATE TABLE desks (id integer PRIMARY KEY);
CREATE FUNCTION dust() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;

CREATE TRIGGER z_dust BEFORE INSERT ON desks FOR EACH ROW EXECUTE FUNCTION dust();
CREATE POLICY z_policy ON desks USING (true);
CREATE RULE z_rule AS ON DELETE TO desks DO INSTEAD NOTHING;
