-- collations and comments of attributes, a type inside a type
CREATE TYPE inner_part AS (code text COLLATE "C");
CREATE TYPE outer_part AS (main inner_part, others inner_part[]);
COMMENT ON TYPE outer_part IS 'one and the rest';
