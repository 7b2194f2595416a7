-- what the parent asks of every part, the new part has already
CREATE TABLE stations (id integer PRIMARY KEY);
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TABLE passes (id integer NOT NULL, day date NOT NULL, station integer,
    CONSTRAINT passes_key PRIMARY KEY (id, day),
    CONSTRAINT passes_station FOREIGN KEY (station) REFERENCES stations,
    CONSTRAINT passes_id CHECK (id > 0)
) PARTITION BY RANGE (day);
CREATE INDEX passes_by_station ON passes (station);
CREATE TRIGGER passes_noted AFTER INSERT ON passes FOR EACH ROW EXECUTE FUNCTION noted();
CREATE TABLE passes_1 (id integer NOT NULL, day date NOT NULL, station integer,
    CONSTRAINT passes_1_key PRIMARY KEY (id, day),
    CONSTRAINT passes_station FOREIGN KEY (station) REFERENCES stations,
    CONSTRAINT passes_id CHECK (id > 0)
);
CREATE INDEX passes_1_station ON passes_1 (station);

ALTER TABLE passes ATTACH PARTITION passes_1 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
