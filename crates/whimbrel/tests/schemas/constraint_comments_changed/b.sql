-- comments on each form
CREATE TABLE spans (
    id integer,
    low integer,
    high integer,
    parent integer,
    CONSTRAINT spans_pkey PRIMARY KEY (id),
    CONSTRAINT spans_low UNIQUE (low),
    CONSTRAINT spans_order CHECK (low < high),
    CONSTRAINT spans_parent FOREIGN KEY (parent) REFERENCES spans
);

COMMENT ON CONSTRAINT spans_low ON spans IS 'no two begin together';
COMMENT ON CONSTRAINT spans_order ON spans IS 'an empty span is none';
COMMENT ON CONSTRAINT spans_parent ON spans IS 'within';
