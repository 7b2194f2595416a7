-- when it is checked, and the order on disk
CREATE TABLE queue (position integer CONSTRAINT queue_pkey PRIMARY KEY DEFERRABLE INITIALLY IMMEDIATE, job text);
ALTER TABLE queue CLUSTER ON queue_pkey;
ALTER TABLE queue REPLICA IDENTITY FULL;
COMMENT ON INDEX queue_pkey IS 'gaps are fine';
