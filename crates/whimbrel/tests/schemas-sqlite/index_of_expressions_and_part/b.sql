CREATE TABLE mail (id INTEGER PRIMARY KEY, sender TEXT, size INTEGER, gone INTEGER);
CREATE INDEX mail_sender ON mail (upper(sender), size + 1 DESC);
CREATE INDEX mail_open ON mail (size) WHERE gone IS NULL AND size > 10;
CREATE UNIQUE INDEX mail_domain ON mail (substr(sender, instr(sender, '@') + 1) COLLATE NOCASE) WHERE sender LIKE '%@%';
