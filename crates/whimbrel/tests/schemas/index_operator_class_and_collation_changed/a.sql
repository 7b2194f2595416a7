CREATE TABLE words (id integer PRIMARY KEY, word text, form varchar(40), meta jsonb);

CREATE INDEX words_word ON words (word);
CREATE INDEX words_form ON words (form COLLATE "C");
CREATE INDEX words_meta ON words USING gin (meta);
