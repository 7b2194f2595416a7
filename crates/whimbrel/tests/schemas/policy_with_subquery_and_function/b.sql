-- a policy that reads another table and calls a function, both of which change
CREATE TABLE memberships (person text, project bigint);
CREATE FUNCTION current_person() RETURNS varchar LANGUAGE sql STABLE AS $$ SELECT current_setting('app.person', true) $$;

CREATE TABLE issues (id integer PRIMARY KEY, project integer);
ALTER TABLE issues ENABLE ROW LEVEL SECURITY;
CREATE POLICY issues_of_members ON issues USING (EXISTS (SELECT 1 FROM memberships m WHERE m.project = issues.project AND m.person = current_person()));
