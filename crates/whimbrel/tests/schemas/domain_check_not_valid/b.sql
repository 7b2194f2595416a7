-- old values are let be
CREATE DOMAIN iban AS text;

ALTER DOMAIN iban ADD CONSTRAINT iban_length CHECK (length(VALUE) BETWEEN 15 AND 34);
COMMENT ON CONSTRAINT iban_length ON DOMAIN iban IS 'Norway to Malta';

CREATE TABLE bank_accounts (iban iban PRIMARY KEY);
