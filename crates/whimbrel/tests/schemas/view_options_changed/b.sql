-- security barrier and check option
CREATE TABLE notes (id integer PRIMARY KEY, owner_name text NOT NULL, body text, hidden boolean NOT NULL DEFAULT false);

CREATE VIEW my_notes AS SELECT id, owner_name, body FROM notes WHERE owner_name = CURRENT_USER;
CREATE VIEW open_notes AS SELECT id, owner_name, hidden FROM notes WHERE NOT hidden WITH CASCADED CHECK OPTION;
CREATE VIEW short_notes WITH (security_barrier = true) AS SELECT id, body FROM notes WHERE length(body) < 80 WITH CASCADED CHECK OPTION;
