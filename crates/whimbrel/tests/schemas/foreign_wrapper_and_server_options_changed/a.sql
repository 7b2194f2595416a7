CREATE FOREIGN DATA WRAPPER files OPTIONS (debug 'true', root '/srv');
CREATE SERVER archive TYPE 'disk' VERSION '1' FOREIGN DATA WRAPPER files OPTIONS (host 'a.example', port '1');
