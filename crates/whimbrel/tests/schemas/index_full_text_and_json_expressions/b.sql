-- expressions with casts, configurations and operators
CREATE TABLE posts (id integer PRIMARY KEY, title text, body text, meta jsonb);

CREATE INDEX posts_search ON posts USING gin ((setweight(to_tsvector('simple'::regconfig, title), 'A') || to_tsvector('english'::regconfig, body)));
CREATE INDEX posts_author ON posts (((meta -> 'author') ->> 'id'), (((meta ->> 'stars'))::integer) DESC NULLS LAST) WHERE meta ? 'author';
