-- What the viewer had before: users, datasets, and annotations whose user_id is a number.

-- migrate:up engine:postgres
CREATE TABLE users (
    id       SERIAL PRIMARY KEY,
    username VARCHAR(50) NOT NULL UNIQUE
);

CREATE TABLE datasets (
    id   SERIAL PRIMARY KEY,
    name VARCHAR(255) NOT NULL
);

CREATE TABLE annotations (
    id              SERIAL PRIMARY KEY,
    dataset_id      INTEGER NOT NULL REFERENCES datasets (id),
    user_id         INTEGER REFERENCES users (id),
    geometry        JSON NOT NULL,
    annotation_type VARCHAR(50) NOT NULL,
    label           VARCHAR(255),
    description     TEXT,
    confidence      REAL,
    properties      JSON,
    created_at      TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX ix_annotations_dataset_id ON annotations (dataset_id);
CREATE INDEX ix_annotations_user_id ON annotations (user_id);

INSERT INTO users (username) VALUES ('mira'), ('tycho');
INSERT INTO datasets (name) VALUES ('Andromeda, visible light'), ('Crab Nebula, X-ray');
INSERT INTO annotations (dataset_id, user_id, geometry, annotation_type, label, confidence) VALUES
    (1, 1, '{"type": "Point", "coordinates": [512, 300]}', 'point', 'nucleus', 0.9),
    (1, 2, '{"type": "Rectangle", "coordinates": [[10, 10], [90, 60]]}', 'rectangle', 'dust lane', 0.7),
    (2, 1, '{"type": "Circle", "coordinates": [200, 200], "radius": 12}', 'circle', 'pulsar', 1),
    (2, NULL, '{"type": "Point", "coordinates": [40, 40]}', 'point', 'found by the importer', 0.4);

-- migrate:up engine:sqlite
CREATE TABLE users (
    id       INTEGER PRIMARY KEY,
    username VARCHAR(50) NOT NULL UNIQUE
);

CREATE TABLE datasets (
    id   INTEGER PRIMARY KEY,
    name VARCHAR(255) NOT NULL
);

CREATE TABLE annotations (
    id              INTEGER PRIMARY KEY,
    dataset_id      INTEGER NOT NULL REFERENCES datasets (id),
    user_id         INTEGER REFERENCES users (id),
    geometry        JSON NOT NULL,
    annotation_type VARCHAR(50) NOT NULL,
    label           VARCHAR(255),
    description     TEXT,
    confidence      REAL,
    properties      JSON,
    created_at      TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX ix_annotations_dataset_id ON annotations (dataset_id);
CREATE INDEX ix_annotations_user_id ON annotations (user_id);

INSERT INTO users (username) VALUES ('mira'), ('tycho');
INSERT INTO datasets (name) VALUES ('Andromeda, visible light'), ('Crab Nebula, X-ray');
INSERT INTO annotations (dataset_id, user_id, geometry, annotation_type, label, confidence) VALUES
    (1, 1, '{"type": "Point", "coordinates": [512, 300]}', 'point', 'nucleus', 0.9),
    (1, 2, '{"type": "Rectangle", "coordinates": [[10, 10], [90, 60]]}', 'rectangle', 'dust lane', 0.7),
    (2, 1, '{"type": "Circle", "coordinates": [200, 200], "radius": 12}', 'circle', 'pulsar', 1),
    (2, NULL, '{"type": "Point", "coordinates": [40, 40]}', 'point', 'found by the importer', 0.4);

-- migrate:down
DROP TABLE annotations;
DROP TABLE datasets;
DROP TABLE users;
