-- added, changed, dropped, and from a constant to an expression
CREATE TABLE tickets (
    id integer PRIMARY KEY,
    status text DEFAULT 'open',
    priority integer DEFAULT 3,
    opened_on date DEFAULT CURRENT_DATE,
    token uuid,
    tags text[] DEFAULT ARRAY['untriaged'::text, 'new'::text]
);
