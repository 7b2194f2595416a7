-- the tree's view also tells the depth
CREATE TABLE folders (id integer PRIMARY KEY, parent integer REFERENCES folders, name text NOT NULL);

CREATE RECURSIVE VIEW folder_paths (id, path, depth) AS
    SELECT id, name, 0 FROM folders WHERE parent IS NULL
    UNION ALL
    SELECT f.id, p.path || '/' || f.name, p.depth + 1 FROM folders f JOIN folder_paths p ON f.parent = p.id;
