INSERT INTO page_views (path) VALUES ('/'), ('/about');
