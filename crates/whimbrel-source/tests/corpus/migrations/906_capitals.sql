-- Migrate: Up
SELECT 1;
