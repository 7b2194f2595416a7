-- tokens made by pgcrypto, an old default of uuid-ossp
CREATE EXTENSION pgcrypto;
CREATE TABLE tokens (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), token text DEFAULT encode(gen_random_bytes(16), 'hex'));
