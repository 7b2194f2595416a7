CREATE TYPE inner_part AS (code text);
