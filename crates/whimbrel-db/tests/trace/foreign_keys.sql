-- Foreign keys that hold for all rows: oid, table.
SELECT oid, conrelid FROM pg_constraint WHERE contype = 'f' AND convalidated
