CREATE TABLE tasks (id integer PRIMARY KEY, position integer);
CREATE TABLE lists (id integer PRIMARY KEY);
CREATE SEQUENCE task_ids;
CREATE SEQUENCE positions;

ALTER SEQUENCE task_ids OWNED BY tasks.position;
ALTER SEQUENCE positions OWNED BY lists.id;
