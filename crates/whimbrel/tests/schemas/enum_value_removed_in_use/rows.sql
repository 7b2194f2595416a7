-- refused: invalid input value for enum public.size: "xxl"
INSERT INTO shirts VALUES (1, 'm'), (2, 'xxl');
