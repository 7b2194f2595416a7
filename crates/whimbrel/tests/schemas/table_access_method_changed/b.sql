-- the same storage under another name
CREATE ACCESS METHOD heap_too TYPE TABLE HANDLER heap_tableam_handler;

CREATE TABLE chunks (id integer PRIMARY KEY, body bytea) USING heap_too;
CREATE TABLE pieces (id integer PRIMARY KEY) USING heap;
CREATE MATERIALIZED VIEW chunk_sizes USING heap_too AS SELECT id, length(body) AS size FROM chunks;
