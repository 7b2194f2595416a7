-- refused: invalid input value for enum public.role_kind: "looker"
INSERT INTO grants VALUES (1, 'owner'), (2, 'looker');
