-- loses: grants.kind
INSERT INTO grants VALUES (1, 'owner'), (2, 'looker');
