CREATE SEQUENCE document_ids;

CREATE TABLE letters (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
CREATE TABLE memos (id bigint PRIMARY KEY DEFAULT nextval('document_ids'));
