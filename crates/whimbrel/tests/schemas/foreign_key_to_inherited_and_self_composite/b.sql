-- a composite reference within one table, deferred
CREATE TABLE versions (document integer, version integer, previous integer, PRIMARY KEY (document, version),
    CONSTRAINT versions_previous FOREIGN KEY (document, previous) REFERENCES versions (document, version)
        ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED);
