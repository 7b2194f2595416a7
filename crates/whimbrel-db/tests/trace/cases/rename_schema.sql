ALTER SCHEMA staging RENAME TO intake
