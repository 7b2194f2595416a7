SELECT 'a;b''c;', 'C:\';
SELECT E'it\'s; fine', e'\\';
SELECT E'first\' ;'
  -- still the same literal
  'second\' ;';
SELECT E'a' 'not\';
SELECT U&'d\0061t;\+000061' UESCAPE '\', B'101', X'1F;', N'n;';
SELECT "semi;colon", "quo""te;", U&"d!0061ta;" UESCAPE '!';
SELECT 'multi
line; string';
SELECT 'größe; 日本';
