-- the upper view learns to stand on the table itself
CREATE TABLE logs (id integer PRIMARY KEY, level integer, text_of text);

CREATE VIEW serious_texts AS SELECT text_of FROM logs WHERE level > 3;
GRANT SELECT ON serious_texts TO role_a;
