-- grants on the sequence of a serial column, whose table changes its owner
CREATE TABLE tokens (id serial PRIMARY KEY, word text);
CREATE TABLE stamps (id integer GENERATED ALWAYS AS IDENTITY, word text);

GRANT SELECT ON SEQUENCE tokens_id_seq TO role_b;
GRANT SELECT, USAGE ON SEQUENCE stamps_id_seq TO role_c;
ALTER TABLE tokens OWNER TO role_a;
ALTER TABLE stamps OWNER TO role_a;
