-- Take any text as the user of an annotation, such as "demo-user". The foreign key to users goes; numbers become
-- their text, and annotations without a user stay without one. New ones are by "anonymous" unless they say.

-- migrate:requires column annotations.user_id

-- migrate:up
ALTER TABLE annotations DROP CONSTRAINT annotations_user_id_fkey;
ALTER TABLE annotations ALTER COLUMN user_id TYPE VARCHAR(255) USING CAST(user_id AS VARCHAR);
ALTER TABLE annotations ALTER COLUMN user_id SET DEFAULT 'anonymous';

-- migrate:verify engine:postgres
-- user_id is character varying(255)
SELECT data_type = 'character varying' AND character_maximum_length = 255
FROM information_schema.columns
WHERE table_schema = current_schema() AND table_name = 'annotations' AND column_name = 'user_id';

-- user_id defaults to anonymous
SELECT column_default LIKE '''anonymous''%'
FROM information_schema.columns
WHERE table_schema = current_schema() AND table_name = 'annotations' AND column_name = 'user_id';

-- no foreign key holds user_id
SELECT NOT EXISTS (
    SELECT
    FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
    WHERE c.contype = 'f' AND c.conrelid = to_regclass('annotations') AND a.attname = 'user_id'
);

-- migrate:verify engine:sqlite
-- user_id is VARCHAR(255), and so is every value in it
SELECT (SELECT upper(type) = 'VARCHAR(255)' FROM pragma_table_info('annotations') WHERE name = 'user_id')
   AND NOT EXISTS (SELECT 1 FROM annotations WHERE typeof(user_id) NOT IN ('text', 'null'));

-- user_id defaults to anonymous
SELECT dflt_value = '''anonymous''' FROM pragma_table_info('annotations') WHERE name = 'user_id';

-- no foreign key holds user_id
SELECT NOT EXISTS (SELECT 1 FROM pragma_foreign_key_list('annotations') WHERE "from" = 'user_id');

-- migrate:test
-- This is the request that was answered with a 500.
INSERT INTO datasets (id, name) VALUES (-1, 'annotation-test');
INSERT INTO annotations (dataset_id, user_id, geometry, annotation_type, label, description, confidence, properties)
VALUES (-1, 'demo-user', '{"type": "Rectangle", "coordinates": [[0, 0], [100, 100]]}', 'rectangle', 'Test',
        'test annotation', 1, '{"color": "#10b981"}');

-- an annotation by demo-user is stored
SELECT count(*) = 1 FROM annotations WHERE dataset_id = -1 AND user_id = 'demo-user';

INSERT INTO annotations (dataset_id, geometry, annotation_type)
VALUES (-1, '{"type": "Point", "coordinates": [1, 1]}', 'point');

-- an annotation that names nobody is by anonymous
SELECT count(*) = 1 FROM annotations WHERE dataset_id = -1 AND user_id = 'anonymous';

-- migrate:down engine:postgres
-- Names that are no user's number, such as "demo-user" and "anonymous", cannot go back into an INTEGER that points
-- at users. Their annotations stay and lose the name.
DO $$
DECLARE
    lost bigint;
BEGIN
    UPDATE annotations SET user_id = NULL
    WHERE user_id IS NOT NULL AND user_id NOT IN (SELECT CAST(id AS VARCHAR) FROM users);
    GET DIAGNOSTICS lost = ROW_COUNT;
    IF lost > 0 THEN
        RAISE WARNING '% annotations had a user_id that is no id in users; they are kept without a user', lost;
    END IF;
END
$$;
ALTER TABLE annotations ALTER COLUMN user_id DROP DEFAULT;
ALTER TABLE annotations ALTER COLUMN user_id TYPE INTEGER USING CAST(user_id AS INTEGER);
ALTER TABLE annotations ADD CONSTRAINT annotations_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id);

-- migrate:down engine:sqlite
-- Names that are no user's number, such as "demo-user" and "anonymous", cannot go back into an INTEGER that points
-- at users. Their annotations stay and lose the name.
UPDATE annotations SET user_id = NULL
WHERE user_id IS NOT NULL AND user_id NOT IN (SELECT CAST(id AS VARCHAR) FROM users);
ALTER TABLE annotations ALTER COLUMN user_id DROP DEFAULT;
ALTER TABLE annotations ALTER COLUMN user_id TYPE INTEGER USING CAST(user_id AS INTEGER);
ALTER TABLE annotations ADD CONSTRAINT annotations_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id);
