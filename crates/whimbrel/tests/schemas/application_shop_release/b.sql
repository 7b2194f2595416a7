-- returns and vouchers come, prices get finer, the status becomes an enum
CREATE TYPE order_status AS ENUM ('open', 'paid', 'sent', 'returned');
CREATE TABLE customers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL,
    name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    newsletter boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX customers_email_key ON customers (lower(email));
CREATE TABLE articles (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sku varchar(40) NOT NULL UNIQUE,
    title text NOT NULL,
    price numeric(10, 2) NOT NULL CHECK (price >= 0),
    weight_g integer
);
CREATE TABLE vouchers (
    code text PRIMARY KEY,
    percent smallint NOT NULL CHECK (percent BETWEEN 1 AND 100),
    expires date
);
CREATE TABLE orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers ON DELETE RESTRICT,
    placed_at timestamptz NOT NULL DEFAULT now(),
    status order_status NOT NULL DEFAULT 'open',
    voucher text REFERENCES vouchers ON DELETE SET NULL
);
CREATE TABLE order_lines (
    order_id bigint NOT NULL REFERENCES orders ON DELETE CASCADE,
    article_id bigint NOT NULL REFERENCES articles,
    quantity integer NOT NULL DEFAULT 1 CONSTRAINT order_lines_quantity CHECK (quantity > 0),
    price numeric(10, 2) NOT NULL,
    PRIMARY KEY (order_id, article_id)
);
CREATE TABLE returns (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id bigint NOT NULL,
    article_id bigint NOT NULL,
    reason text,
    FOREIGN KEY (order_id, article_id) REFERENCES order_lines
);
CREATE INDEX orders_by_customer ON orders (customer_id, placed_at DESC);
CREATE INDEX orders_open ON orders (placed_at) WHERE status = 'open';
CREATE VIEW order_totals AS
    SELECT o.id, o.customer_id, o.status, sum(l.quantity * l.price) * (100 - coalesce(max(v.percent), 0)) / 100 AS total
    FROM orders o JOIN order_lines l ON l.order_id = o.id LEFT JOIN vouchers v ON v.code = o.voucher GROUP BY o.id;
CREATE VIEW customer_totals AS SELECT customer_id, sum(total) AS spent FROM order_totals WHERE status <> 'open' GROUP BY customer_id;
GRANT SELECT ON order_totals, customer_totals TO role_a;
COMMENT ON TABLE returns IS 'One row an article, not one a parcel';
