-- postgres: >=15
CREATE ACCESS METHOD heap_too TYPE TABLE HANDLER heap_tableam_handler;

CREATE TABLE chunks (id integer PRIMARY KEY, body bytea);
CREATE TABLE pieces (id integer PRIMARY KEY) USING heap_too;
