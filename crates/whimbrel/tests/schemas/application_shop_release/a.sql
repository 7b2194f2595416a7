CREATE TABLE customers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL,
    name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT customers_email_key UNIQUE (email)
);
CREATE TABLE articles (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sku varchar(20) NOT NULL UNIQUE,
    title text NOT NULL,
    price integer NOT NULL CHECK (price >= 0)
);
CREATE TABLE orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers,
    placed_at timestamptz NOT NULL DEFAULT now(),
    status text NOT NULL DEFAULT 'open' CONSTRAINT orders_status_check CHECK (status IN ('open', 'paid', 'sent'))
);
CREATE TABLE order_lines (
    order_id bigint NOT NULL REFERENCES orders,
    article_id bigint NOT NULL REFERENCES articles,
    quantity integer NOT NULL DEFAULT 1,
    price integer NOT NULL,
    PRIMARY KEY (order_id, article_id)
);
CREATE INDEX orders_by_customer ON orders (customer_id);
CREATE INDEX orders_open ON orders (placed_at) WHERE status = 'open';
CREATE VIEW order_totals AS
    SELECT o.id, o.customer_id, o.status, sum(l.quantity * l.price) AS total
    FROM orders o JOIN order_lines l ON l.order_id = o.id GROUP BY o.id;
CREATE VIEW customer_totals AS SELECT customer_id, sum(total) AS spent FROM order_totals WHERE status <> 'open' GROUP BY customer_id;
GRANT SELECT ON order_totals, customer_totals TO role_a;
