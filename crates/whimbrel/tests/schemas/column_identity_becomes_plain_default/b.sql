-- a sequence shared by two tables replaces the column's own
CREATE SEQUENCE document_ids;

CREATE TABLE letters (id bigint PRIMARY KEY DEFAULT nextval('document_ids'));
CREATE TABLE memos (id bigint PRIMARY KEY DEFAULT nextval('document_ids'));
