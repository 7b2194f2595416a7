CREATE TABLE mail (id INTEGER PRIMARY KEY, sender TEXT, size INTEGER, gone INTEGER);
CREATE INDEX mail_sender ON mail (lower(sender), size + 1 DESC);
CREATE INDEX mail_open ON mail (size) WHERE gone IS NULL;
