-- two tables, each with a policy that reads the other
CREATE TABLE chats (id integer PRIMARY KEY, starter text);
CREATE TABLE chat_members (chat integer REFERENCES chats, person text);
ALTER TABLE chats ENABLE ROW LEVEL SECURITY;
ALTER TABLE chat_members ENABLE ROW LEVEL SECURITY;

CREATE POLICY chats_of_members ON chats USING (EXISTS (SELECT 1 FROM chat_members m WHERE m.chat = chats.id AND m.person = CURRENT_USER));
CREATE POLICY members_of_chats ON chat_members USING (EXISTS (SELECT 1 FROM chats c WHERE c.id = chat_members.chat AND c.starter = CURRENT_USER));
