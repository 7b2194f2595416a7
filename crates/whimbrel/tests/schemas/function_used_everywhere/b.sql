-- a volatile argument type: everything that calls it must make room
CREATE TABLE tenants (id integer PRIMARY KEY, name text NOT NULL);

CREATE FUNCTION short_code(n integer) RETURNS varchar(12) LANGUAGE sql IMMUTABLE AS $$ SELECT upper(to_hex(n)) $$;

CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TABLE devices (
    id integer PRIMARY KEY,
    code text DEFAULT short_code(0),
    twin text GENERATED ALWAYS AS (short_code(id)) STORED,
    CONSTRAINT devices_code CHECK (code <> short_code(-1))
);
CREATE INDEX devices_short ON devices (short_code(id)) WHERE short_code(id) <> 'FF';
ALTER TABLE devices ENABLE ROW LEVEL SECURITY;
CREATE POLICY devices_own ON devices USING (code = short_code(id)) WITH CHECK (short_code(id) <> '0');
CREATE TRIGGER devices_touch BEFORE UPDATE ON devices FOR EACH ROW
    WHEN (NEW.code = short_code(NEW.id)) EXECUTE FUNCTION touch();
CREATE VIEW device_codes AS SELECT id, short_code(id) AS code FROM devices;
CREATE RULE devices_keep AS ON DELETE TO devices WHERE short_code(old.id) = 'A' DO INSTEAD NOTHING;
