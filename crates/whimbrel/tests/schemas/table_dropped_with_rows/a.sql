CREATE TABLE customers (id integer PRIMARY KEY, email text NOT NULL);

CREATE TABLE newsletter_readers (
    customer_id integer PRIMARY KEY REFERENCES customers (id),
    since date NOT NULL
);
CREATE INDEX newsletter_readers_since ON newsletter_readers (since);
