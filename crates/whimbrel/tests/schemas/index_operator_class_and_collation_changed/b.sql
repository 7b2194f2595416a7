-- searches by prefix, sorts by bytes
CREATE TABLE words (id integer PRIMARY KEY, word text, form varchar(40), meta jsonb);

CREATE INDEX words_word ON words (word text_pattern_ops);
CREATE INDEX words_form ON words (form COLLATE "POSIX" varchar_pattern_ops DESC);
CREATE INDEX words_meta ON words USING gin (meta jsonb_path_ops);
