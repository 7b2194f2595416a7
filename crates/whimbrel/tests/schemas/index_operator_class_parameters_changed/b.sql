-- longer signatures for the documents
CREATE TABLE pages (id integer PRIMARY KEY, body tsvector);

CREATE INDEX pages_body ON pages USING gist (body tsvector_ops (siglen = 400));
