CREATE TABLE chats (id integer PRIMARY KEY, starter text);
CREATE TABLE chat_members (chat integer REFERENCES chats, person text);
ALTER TABLE chats ENABLE ROW LEVEL SECURITY;
ALTER TABLE chat_members ENABLE ROW LEVEL SECURITY;
