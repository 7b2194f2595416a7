CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT);
CREATE VIEW names AS SELECT name, id FROM item;
CREATE TRIGGER names_in INSTEAD OF INSERT ON names BEGIN INSERT INTO item (id, name) VALUES (new.id, new.name); END;
CREATE TRIGGER names_out INSTEAD OF DELETE ON names BEGIN DELETE FROM item WHERE name = old.name; END;
