-- disabled, replica, always
CREATE TABLE inboxes (id integer PRIMARY KEY, body text);
CREATE RULE r1 AS ON DELETE TO inboxes DO INSTEAD NOTHING;
CREATE RULE r2 AS ON UPDATE TO inboxes WHERE old.body = new.body DO INSTEAD NOTHING;

ALTER TABLE inboxes ENABLE ALWAYS RULE r1;
ALTER TABLE inboxes ENABLE REPLICA RULE r2;
