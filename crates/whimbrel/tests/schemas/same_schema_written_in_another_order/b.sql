-- nothing changes: the order of statements and the way things are written do not count
CREATE SEQUENCE children_id_seq AS integer;
CREATE TABLE children (id int NOT NULL DEFAULT nextval('children_id_seq'), parent int, born timestamptz DEFAULT current_timestamp);
ALTER SEQUENCE children_id_seq OWNED BY children.id;
ALTER TABLE children ADD CONSTRAINT children_id_check CHECK (((id > (0))));
CREATE TABLE parents (id integer NOT NULL, name character varying(20) NOT NULL);
ALTER TABLE parents ALTER COLUMN name SET DEFAULT 'x'::varchar;
ALTER TABLE parents ADD CONSTRAINT parents_pkey PRIMARY KEY (id);
ALTER TABLE children ADD PRIMARY KEY (id);
ALTER TABLE children ADD FOREIGN KEY (parent) REFERENCES public.parents (id);
CREATE VIEW both_sides AS SELECT parents.id, children.born FROM parents JOIN children ON children.parent = parents.id;
DROP VIEW both_sides;
CREATE VIEW both_sides AS SELECT p.id, c.born FROM parents p JOIN children c ON c.parent = p.id;
GRANT SELECT ON TABLE parents TO role_a, role_b;
