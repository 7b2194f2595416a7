-- Let users keep presets of their own. A preset either ships with the system or belongs to one user, and goes
-- with that user. Every preset that exists by now ships with the system.

-- migrate:requires table users, table layout_presets

-- migrate:up
ALTER TABLE layout_presets ADD COLUMN is_system BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE layout_presets ADD COLUMN owner_id INTEGER;
ALTER TABLE layout_presets ADD CONSTRAINT layout_presets_owner_id_fkey
    FOREIGN KEY (owner_id) REFERENCES users (id) ON DELETE CASCADE;

UPDATE layout_presets SET is_system = TRUE;

-- migrate:verify engine:postgres
-- is_system is a boolean that is never null and false for new presets
SELECT data_type = 'boolean' AND is_nullable = 'NO' AND column_default = 'false'
FROM information_schema.columns
WHERE table_schema = current_schema() AND table_name = 'layout_presets' AND column_name = 'is_system';

-- owner_id is an integer that may be null
SELECT data_type = 'integer' AND is_nullable = 'YES'
FROM information_schema.columns
WHERE table_schema = current_schema() AND table_name = 'layout_presets' AND column_name = 'owner_id';

-- owner_id points at users, and a user's presets go with the user
SELECT count(*) = 1
FROM pg_constraint
WHERE contype = 'f' AND convalidated AND confdeltype = 'c'
  AND conrelid = to_regclass('layout_presets') AND confrelid = to_regclass('users')
  AND pg_get_constraintdef(oid) LIKE 'FOREIGN KEY (owner_id) REFERENCES %';

-- every preset ships with the system or has an owner
SELECT NOT EXISTS (SELECT 1 FROM layout_presets WHERE NOT is_system AND owner_id IS NULL);

-- migrate:verify engine:sqlite
-- is_system is a boolean that is never null and false for new presets
SELECT type = 'BOOLEAN' AND "notnull" = 1 AND lower(dflt_value) = 'false'
FROM pragma_table_info('layout_presets') WHERE name = 'is_system';

-- owner_id is an integer that may be null
SELECT type = 'INTEGER' AND "notnull" = 0
FROM pragma_table_info('layout_presets') WHERE name = 'owner_id';

-- owner_id points at users, and a user's presets go with the user
SELECT count(*) = 1
FROM pragma_foreign_key_list('layout_presets')
WHERE "from" = 'owner_id' AND "table" = 'users' AND "to" = 'id' AND on_delete = 'CASCADE';

-- every preset ships with the system or has an owner
SELECT NOT EXISTS (SELECT 1 FROM layout_presets WHERE NOT is_system AND owner_id IS NULL);

-- migrate:test
INSERT INTO users (id, username, email, hashed_password)
VALUES (-1, 'preset-test', 'preset-test@example.com', 'hashed');
INSERT INTO layout_presets (name, layout, owner_id) VALUES ('Mine', '[]', -1);

-- a preset that a user makes is not a system preset
SELECT count(*) = 1 FROM layout_presets WHERE owner_id = -1 AND NOT is_system;

DELETE FROM users WHERE id = -1;

-- deleting a user deletes the presets of that user
SELECT count(*) = 0 FROM layout_presets WHERE owner_id = -1;

-- deleting a user leaves the system's presets
SELECT count(*) > 0 FROM layout_presets WHERE is_system;

-- migrate:down
-- Presets that users made would turn into presets that everybody sees, so they go.
DELETE FROM layout_presets WHERE NOT is_system;
ALTER TABLE layout_presets DROP CONSTRAINT layout_presets_owner_id_fkey;
ALTER TABLE layout_presets DROP COLUMN owner_id;
ALTER TABLE layout_presets DROP COLUMN is_system;
