-- options are added, set and dropped
CREATE FOREIGN DATA WRAPPER files OPTIONS (root '/srv/it''s', depth '3');
CREATE SERVER archive TYPE 'disk' VERSION '2' FOREIGN DATA WRAPPER files OPTIONS (host 'b.example', "Fetch Size" '50');
COMMENT ON SERVER archive IS 'slow';
