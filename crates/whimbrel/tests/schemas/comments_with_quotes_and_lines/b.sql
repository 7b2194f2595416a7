-- quotes, backslashes, dollars, lines and semicolons in comments
CREATE TABLE quoted (id integer PRIMARY KEY, a text, b text, c text, d text);

COMMENT ON TABLE quoted IS '"it''s" $$quoted$$; -- no comment /* nor this';
COMMENT ON COLUMN quoted.a IS E'back\\slash and\nsecond line\n\n  indented';
COMMENT ON COLUMN quoted.b IS 'ünïcödé ☂ 日本';
COMMENT ON COLUMN quoted.c IS ' ';
COMMENT ON COLUMN quoted.d IS E'\\''';
