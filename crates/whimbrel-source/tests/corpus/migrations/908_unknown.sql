-- migrate:rollback
SELECT 1;
