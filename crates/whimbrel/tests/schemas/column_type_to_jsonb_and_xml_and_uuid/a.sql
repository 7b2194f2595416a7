CREATE TABLE blobs (id text NOT NULL, meta json DEFAULT '{}', ip text, bits integer);
