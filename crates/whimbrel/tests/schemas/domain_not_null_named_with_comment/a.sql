-- postgres: >=17
CREATE DOMAIN code AS text CONSTRAINT code_needed NOT NULL;
COMMENT ON CONSTRAINT code_needed ON DOMAIN code IS 'always';
