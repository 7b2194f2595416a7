-- migrate:up
-- migrate:requires table users
SELECT 1;
