-- where a value stands decides how rows sort
CREATE TYPE severity AS ENUM ('none', 'low', 'medium', 'elevated', 'high', 'it''s bad');

CREATE TABLE alarms (id integer PRIMARY KEY, severity severity NOT NULL);
CREATE INDEX alarms_severity ON alarms (severity) WHERE severity > 'low';
