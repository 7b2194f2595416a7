CREATE DOMAIN short AS text CHECK (length(VALUE) < 10)
