-- refused: value for domain public.state violates check constraint "state_check"
INSERT INTO books VALUES (1, 'new'), (2, 'lost');
