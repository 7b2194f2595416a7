-- Let the database keep users apart: a session sees and changes the conversations and messages of the user named
-- in its setting app.user_id, and nothing where it names none. This holds for the tables' owner too, because
-- applications often connect as the owner; superusers and roles with BYPASSRLS still see everything.

-- migrate:requires table conversations, table messages

-- migrate:up
ALTER TABLE conversations ENABLE ROW LEVEL SECURITY;
ALTER TABLE conversations FORCE ROW LEVEL SECURITY;
ALTER TABLE messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE messages FORCE ROW LEVEL SECURITY;

CREATE POLICY own_conversations ON conversations
    USING (user_id = current_setting('app.user_id', true))
    WITH CHECK (user_id = current_setting('app.user_id', true));

CREATE POLICY messages_of_own_conversations ON messages
    USING (EXISTS (
        SELECT FROM conversations c
        WHERE c.id = conversation_id AND c.user_id = current_setting('app.user_id', true)))
    WITH CHECK (EXISTS (
        SELECT FROM conversations c
        WHERE c.id = conversation_id AND c.user_id = current_setting('app.user_id', true)));

-- migrate:verify
-- row-level security is on for both tables, for their owner too
SELECT count(*) = 2
FROM pg_class
WHERE oid IN (to_regclass('conversations'), to_regclass('messages')) AND relrowsecurity AND relforcerowsecurity;

-- each table has exactly one policy, for everybody and every command
SELECT count(*) = 2 AND bool_and(
    polcmd = '*' AND polpermissive AND polroles = '{0}' AND polqual IS NOT NULL AND polwithcheck IS NOT NULL
    AND polname = CASE polrelid WHEN to_regclass('messages')
        THEN 'messages_of_own_conversations' ELSE 'own_conversations' END)
FROM pg_policy
WHERE polrelid IN (to_regclass('conversations'), to_regclass('messages'));

-- a user may write exactly what the user may see
SELECT count(*) = 2 AND bool_and(pg_get_expr(polwithcheck, polrelid) = pg_get_expr(polqual, polrelid))
FROM pg_policy
WHERE polrelid IN (to_regclass('conversations'), to_regclass('messages'));

-- migrate:test
-- Superusers are not held back by policies, so the rows are looked at by a role of this test's own. Roles belong to
-- the whole server, but creating one is transactional: it is gone with the rollback.
CREATE ROLE chatbot_isolation_test NOLOGIN;
GRANT chatbot_isolation_test TO CURRENT_USER;
GRANT SELECT, INSERT, UPDATE, DELETE ON conversations, messages TO chatbot_isolation_test;
INSERT INTO users (id, email) VALUES
    ('isolation-test-1', 'isolation-test-1@example.com'),
    ('isolation-test-2', 'isolation-test-2@example.com');
SET LOCAL ROLE chatbot_isolation_test;

SET LOCAL app.user_id = 'isolation-test-1';
INSERT INTO conversations (id, user_id) VALUES ('c0ffee00-0000-4000-8000-000000000001', 'isolation-test-1');
INSERT INTO messages (conversation_id, role, content)
VALUES ('c0ffee00-0000-4000-8000-000000000001', 'user', 'for my eyes only');

-- the first user sees the own conversation
SELECT count(*) = 1 FROM conversations WHERE id = 'c0ffee00-0000-4000-8000-000000000001';

-- the first user sees the own message
SELECT count(*) = 1 FROM messages WHERE conversation_id = 'c0ffee00-0000-4000-8000-000000000001';

SET LOCAL app.user_id = 'isolation-test-2';

-- a second user sees no conversation
SELECT count(*) = 0 FROM conversations;

-- a second user sees no message
SELECT count(*) = 0 FROM messages;

UPDATE conversations SET user_id = 'isolation-test-2';
UPDATE messages SET content = 'changed';
DELETE FROM conversations;

SET LOCAL app.user_id TO DEFAULT;

-- a session that names no user sees no conversation
SELECT count(*) = 0 FROM conversations;

SET LOCAL app.user_id = 'isolation-test-1';

-- what the second user tried left the first user's message as it was
SELECT count(*) = 1
FROM messages
WHERE conversation_id = 'c0ffee00-0000-4000-8000-000000000001' AND content = 'for my eyes only';

-- migrate:down
DROP POLICY messages_of_own_conversations ON messages;
DROP POLICY own_conversations ON conversations;
ALTER TABLE messages NO FORCE ROW LEVEL SECURITY;
ALTER TABLE messages DISABLE ROW LEVEL SECURITY;
ALTER TABLE conversations NO FORCE ROW LEVEL SECURITY;
ALTER TABLE conversations DISABLE ROW LEVEL SECURITY;
