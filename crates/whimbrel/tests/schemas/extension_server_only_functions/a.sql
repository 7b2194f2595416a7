-- server only: the embedded PostgreSQL has neither pgcrypto nor uuid-ossp
CREATE EXTENSION "uuid-ossp";
CREATE TABLE tokens (id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), token text);
