CREATE TABLE queue (position integer CONSTRAINT queue_pkey PRIMARY KEY, job text);
