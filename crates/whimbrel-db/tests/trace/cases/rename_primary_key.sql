ALTER TABLE customers RENAME CONSTRAINT customers_pkey TO customers_key
