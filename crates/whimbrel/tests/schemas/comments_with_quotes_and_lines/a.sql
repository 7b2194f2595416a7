CREATE TABLE quoted (id integer PRIMARY KEY, a text, b text, c text, d text);

COMMENT ON TABLE quoted IS 'it''s';
COMMENT ON COLUMN quoted.a IS E'tab\there';
COMMENT ON COLUMN quoted.b IS 'one';
