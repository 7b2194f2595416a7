-- with indexes, a check, a view and a default that speak of it
CREATE TYPE phase AS ENUM ('draft', 'live', 'gone');

CREATE TABLE campaigns (id integer PRIMARY KEY, phase phase NOT NULL DEFAULT 'draft');
CREATE INDEX campaigns_live ON campaigns (id) WHERE phase = 'live';
CREATE VIEW live_campaigns AS SELECT id, phase FROM campaigns WHERE phase = 'live';
