-- a collation is remade below what uses it
CREATE COLLATION shelf_order (LOCALE = 'POSIX');

CREATE DOMAIN shelf_mark AS text COLLATE shelf_order;
CREATE TABLE shelved (id integer PRIMARY KEY, mark shelf_mark, title text);
CREATE INDEX shelved_title ON shelved (title COLLATE shelf_order);
CREATE VIEW shelf_list AS SELECT id, title COLLATE shelf_order AS title FROM shelved ORDER BY title COLLATE shelf_order;
