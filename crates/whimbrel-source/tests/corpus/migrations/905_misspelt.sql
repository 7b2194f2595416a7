-- migrate:up
SELECT 1;
-- migrate:donw
SELECT 2;
