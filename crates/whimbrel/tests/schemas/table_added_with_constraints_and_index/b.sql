-- payments are recorded beside the orders
CREATE TABLE orders (
    id bigint PRIMARY KEY,
    placed_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE payments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id bigint NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    amount numeric(12, 2) NOT NULL CHECK (amount > 0),
    method text NOT NULL DEFAULT 'card',
    CONSTRAINT payments_method_known CHECK (method IN ('card', 'cash', 'voucher'))
);
CREATE INDEX payments_by_order ON payments (order_id);
COMMENT ON TABLE payments IS 'Money received, never money owed';
