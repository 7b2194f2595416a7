CREATE TYPE severity AS ENUM ('low', 'high');

CREATE TABLE alarms (id integer PRIMARY KEY, severity severity NOT NULL);
CREATE INDEX alarms_severity ON alarms (severity) WHERE severity > 'low';
