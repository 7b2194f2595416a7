CREATE TABLE dishes (id integer PRIMARY KEY, price integer NOT NULL);

CREATE VIEW menu AS SELECT id, price, price > 20 AS dear FROM dishes;
CREATE RULE menu_update AS ON UPDATE TO menu DO INSTEAD UPDATE dishes SET price = new.price WHERE id = old.id;
CREATE RULE menu_delete AS ON DELETE TO menu WHERE old.price > 100 DO INSTEAD NOTHING;
CREATE RULE menu_delete_rest AS ON DELETE TO menu DO INSTEAD DELETE FROM dishes WHERE id = old.id;
