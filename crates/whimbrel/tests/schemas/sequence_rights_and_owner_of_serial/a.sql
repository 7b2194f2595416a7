CREATE TABLE tokens (id serial PRIMARY KEY, word text);
CREATE TABLE stamps (id integer GENERATED ALWAYS AS IDENTITY, word text);

GRANT USAGE ON SEQUENCE tokens_id_seq TO role_b;
