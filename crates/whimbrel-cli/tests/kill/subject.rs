//! The project whose runs are disturbed: something of every way in which a migration can run.

use crate::common::{Project, project};

/// The versions of [`postgres`], in order.
pub const VERSIONS: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// Migrations that travel together, one with checks, one with rows of COPY, and three that cannot be one transaction.
pub fn postgres() -> Project {
    project()
        .file(
            "migrations/1_customers.sql",
            "-- migrate:up
CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL);
INSERT INTO customers VALUES (1, 'mira'), (2, 'jon');
-- migrate:down
DROP TABLE customers;
",
        )
        .file(
            "migrations/2_orders.sql",
            "-- migrate:up
CREATE TYPE order_state AS ENUM ('new', 'paid');
CREATE TABLE orders (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id int NOT NULL REFERENCES customers ON DELETE CASCADE,
    state order_state NOT NULL DEFAULT 'new'
);
INSERT INTO orders (customer_id) VALUES (1), (1), (2);
-- migrate:down
DROP TABLE orders;
DROP TYPE order_state;
",
        )
        .file(
            "migrations/3_total.sql",
            "-- migrate:up
ALTER TABLE orders ADD total int NOT NULL DEFAULT 0;
UPDATE orders SET total = 10 * id;
-- migrate:verify
-- every order has a total
SELECT NOT EXISTS (SELECT FROM orders WHERE total = 0);
-- migrate:down
ALTER TABLE orders DROP total;
",
        )
        .file(
            "migrations/4_cities.sql",
            "-- migrate:up
CREATE TABLE cities (name text, country text);
COPY cities FROM STDIN;
Bergen\tNO
Lund\tSE
\\.
CREATE INDEX cities_by_country ON cities (country);
-- migrate:down
DROP TABLE cities;
",
        )
        .file(
            "migrations/5_counters.sql",
            "-- migrate:up
CREATE TABLE counters (name text PRIMARY KEY, n int NOT NULL);
INSERT INTO counters VALUES ('search', 0), ('log', 0), ('tidy', 0);
-- migrate:down
DROP TABLE counters;
",
        )
        .file(
            "migrations/6_search.sql",
            "-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY orders_by_customer ON orders (customer_id);
UPDATE counters SET n = n + 1 WHERE name = 'search';
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS customers_by_name ON customers (name);
ALTER TYPE order_state ADD VALUE 'returned';
INSERT INTO customers VALUES (3, 'ada');
VACUUM orders;
-- migrate:verify
SELECT n = 1 FROM counters WHERE name = 'search';
-- migrate:down transaction:false
DROP INDEX CONCURRENTLY customers_by_name;
DELETE FROM customers WHERE id = 3;
UPDATE counters SET n = n - 1 WHERE name = 'search';
DROP INDEX CONCURRENTLY orders_by_customer;
",
        )
        .file(
            "migrations/7_log.sql",
            "-- migrate:up
CREATE TABLE log (at int, what text);
INSERT INTO log VALUES (1, 'begun');
CREATE INDEX CONCURRENTLY log_by_at ON log (at);
INSERT INTO log VALUES (2, 'indexed');
UPDATE counters SET n = n + 1 WHERE name = 'log';
-- migrate:down
UPDATE counters SET n = n - 1 WHERE name = 'log';
DROP INDEX CONCURRENTLY log_by_at;
DROP TABLE log;
",
        )
        .file(
            "migrations/8_tidy.sql",
            "-- migrate:up
UPDATE counters SET n = n + 1 WHERE name = 'tidy';
DROP INDEX CONCURRENTLY orders_by_customer;
CREATE VIEW paid AS SELECT * FROM orders WHERE state = 'paid';
-- migrate:down
DROP VIEW paid;
CREATE INDEX CONCURRENTLY orders_by_customer ON orders (customer_id);
UPDATE counters SET n = n - 1 WHERE name = 'tidy';
",
        )
        .file(
            "migrations/9_last.sql",
            "-- migrate:up
INSERT INTO cities VALUES ('Turku', 'FI');
-- migrate:down
DELETE FROM cities WHERE name = 'Turku';
",
        )
}
