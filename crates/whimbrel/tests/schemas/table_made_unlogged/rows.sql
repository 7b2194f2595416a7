INSERT INTO page_cache VALUES ('/', '<p>hello</p>'), ('/menu', '<p>soup</p>');
