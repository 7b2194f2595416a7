INSERT INTO drafts VALUES (1, 'a');
INSERT INTO late_drafts VALUES (2, 'b');
