CREATE TYPE phase AS ENUM ('draft', 'live', 'gone');

CREATE TABLE campaigns (id integer PRIMARY KEY, phase text NOT NULL DEFAULT 'draft', CONSTRAINT campaigns_phase CHECK (phase IN ('draft', 'live', 'gone')));
CREATE INDEX campaigns_live ON campaigns (id) WHERE phase = 'live';
CREATE VIEW live_campaigns AS SELECT id, phase FROM campaigns WHERE phase = 'live';
