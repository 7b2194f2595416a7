CREATE TABLE versions (document integer, version integer, previous integer, PRIMARY KEY (document, version));
