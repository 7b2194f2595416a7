CREATE TABLE folders (id integer PRIMARY KEY, parent integer REFERENCES folders, name text NOT NULL);

CREATE RECURSIVE VIEW folder_paths (id, path) AS
    SELECT id, name FROM folders WHERE parent IS NULL
    UNION ALL
    SELECT f.id, p.path || '/' || f.name FROM folders f JOIN folder_paths p ON f.parent = p.id;
