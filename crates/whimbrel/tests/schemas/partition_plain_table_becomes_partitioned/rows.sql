-- loses: page_views
INSERT INTO page_views VALUES (1, '2023-01-01 00:00+00', '/');
