-- Store chat history
-- for logged-in users.
--
-- A second paragraph is not shown.

-- migrate:requires table users, column app.users.id
-- migrate:requires extension uuid-ossp, role "App", schema app, type mood, function app.touch()
-- migrate:requires postgres >=12, sqlite 3.35, postgres < 19, variable OAUTH_ENCRYPTION_KEY -- for tokens
-- migrate:up
CREATE TABLE chats (id int, note text DEFAULT '
-- migrate:down
');
DO $$
-- migrate:down
BEGIN END $$;
/*
-- migrate:test
*/

-- migrate:verify
-- every chat belongs
-- to a user
SELECT NOT EXISTS (SELECT FROM chats WHERE user_id IS NULL);
/* names of checks */ SELECT true;

-- migrate:test
-- deleting a user deletes their chats
DELETE FROM users;  SELECT count(*) = 0 FROM chats;

-- migrate:down
DROP TABLE chats;
