INSERT INTO transcripts VALUES (1, repeat('hm ', 4000), 'n');
