-- loses: profiles.motto
INSERT INTO profiles VALUES (1, 'Kim', 'onward');
