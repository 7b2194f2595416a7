-- postgres: >=15
MERGE INTO customers c USING (VALUES (1, 'x'), (9002, 'y')) v (id, name) ON c.id = v.id WHEN MATCHED THEN UPDATE SET name = v.name WHEN NOT MATCHED THEN INSERT (id, name) VALUES (v.id, v.name)
