CREATE FUNCTION tricky() RETURNS text LANGUAGE sql AS 'SELECT ''it''''s'' || E''\\n''';
