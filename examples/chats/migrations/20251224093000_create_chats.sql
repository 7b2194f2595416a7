-- Store the chat history of logged-in users. Deleting a user deletes all chats of that user, on purpose: a closed
-- account leaves no questions and answers behind.

-- migrate:requires table users

-- migrate:up
CREATE TABLE chats (
    id         UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    query      TEXT NOT NULL,
    response   TEXT NOT NULL,
    metadata   JSONB,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now()
);

COMMENT ON COLUMN chats.query IS 'what the user asked';
COMMENT ON COLUMN chats.response IS 'what the assistant answered';
COMMENT ON COLUMN chats.metadata IS 'additional context, such as the pages the answer was drawn from';

-- a user's history
CREATE INDEX idx_chats_user_id ON chats (user_id);
-- the order in time
CREATE INDEX idx_chats_created_at ON chats (created_at);

-- migrate:verify
-- chats has its six columns, of the right types
SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum)
     = 'id uuid, user_id uuid, query text, response text, metadata jsonb, created_at timestamp with time zone'
FROM pg_attribute
WHERE attrelid = to_regclass('chats') AND attnum > 0 AND NOT attisdropped;

-- user_id is a foreign key to users(id)
SELECT count(*) = 1
FROM pg_constraint
WHERE contype = 'f' AND convalidated
  AND conrelid = to_regclass('chats') AND confrelid = to_regclass('users')
  AND pg_get_constraintdef(oid) ~ '^FOREIGN KEY \(user_id\) REFERENCES .*\(id\)';

-- deleting a user cascades to the chats of that user
SELECT count(*) = 1
FROM pg_constraint
WHERE contype = 'f' AND confdeltype = 'c'
  AND conrelid = to_regclass('chats') AND confrelid = to_regclass('users');

-- idx_chats_user_id and idx_chats_created_at are valid and on their columns
SELECT count(*) = 2
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = to_regclass('chats') AND i.indisvalid AND i.indisready
  AND (c.relname, pg_get_indexdef(i.indexrelid, 1, false)) IN
      (('idx_chats_user_id', 'user_id'), ('idx_chats_created_at', 'created_at'));

-- every chat belongs to a user
SELECT NOT EXISTS (
    SELECT FROM chats WHERE NOT EXISTS (SELECT FROM users WHERE users.id = chats.user_id)
);

-- migrate:test
INSERT INTO users (id, name, email, hashed_password, software_experience, hardware_experience)
VALUES ('c0ffee00-0000-4000-8000-000000000001', 'Test User', 'cascade-test@example.com', 'hashed', 'beginner', 'none');
INSERT INTO chats (user_id, query, response, metadata)
VALUES ('c0ffee00-0000-4000-8000-000000000001', 'Test query', 'Test response', '{"chapter": 3}');

-- a chat is stored with its user, and its metadata can be searched
SELECT count(*) = 1
FROM chats
WHERE user_id = 'c0ffee00-0000-4000-8000-000000000001' AND metadata @> '{"chapter": 3}' AND created_at IS NOT NULL;

DELETE FROM users WHERE id = 'c0ffee00-0000-4000-8000-000000000001';

-- deleting the user deleted the chat
SELECT count(*) = 0 FROM chats WHERE user_id = 'c0ffee00-0000-4000-8000-000000000001';

-- migrate:down
DROP TABLE chats;
