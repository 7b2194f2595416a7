-- two tables that need each other appear together
CREATE TABLE unrelated (id integer);
CREATE TABLE departments (id integer PRIMARY KEY, head_id integer NOT NULL);
CREATE TABLE professors (id integer PRIMARY KEY, department_id integer NOT NULL REFERENCES departments);
ALTER TABLE departments ADD CONSTRAINT departments_head FOREIGN KEY (head_id) REFERENCES professors DEFERRABLE INITIALLY DEFERRED;
