INSERT INTO jobs (kind, state) VALUES ('mail', 'done'), ('bill', 'queued');
