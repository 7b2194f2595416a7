CREATE TABLE logs (id integer PRIMARY KEY, level integer, text_of text);

CREATE VIEW serious AS SELECT id, text_of, level FROM logs WHERE level > 3;
CREATE VIEW serious_texts AS SELECT text_of FROM serious;
GRANT SELECT ON serious_texts TO role_a;
