-- which column a sequence goes with
CREATE TABLE tasks (id integer PRIMARY KEY, position integer);
CREATE TABLE lists (id integer PRIMARY KEY);
CREATE SEQUENCE task_ids;
CREATE SEQUENCE positions;

ALTER SEQUENCE task_ids OWNED BY tasks.id;
ALTER TABLE tasks ALTER COLUMN id SET DEFAULT nextval('task_ids');
