CREATE TABLE posts (id integer PRIMARY KEY, title text, body text, meta jsonb);

CREATE INDEX posts_search ON posts USING gin (to_tsvector('english'::regconfig, body));
CREATE INDEX posts_author ON posts ((meta ->> 'author'));
