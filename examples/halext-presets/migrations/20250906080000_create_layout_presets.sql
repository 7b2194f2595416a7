-- What Halext Org had before: its users, and one list of layout presets that everybody shares.

-- migrate:up engine:postgres
CREATE TABLE users (
    id              SERIAL PRIMARY KEY,
    username        VARCHAR(50) NOT NULL UNIQUE,
    email           VARCHAR(255) NOT NULL UNIQUE,
    hashed_password VARCHAR(255) NOT NULL,
    created_at      TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE layout_presets (
    id          SERIAL PRIMARY KEY,
    name        VARCHAR(100) NOT NULL,
    description TEXT,
    layout      JSON NOT NULL,
    created_at  TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX ix_layout_presets_name ON layout_presets (name);

INSERT INTO layout_presets (name, description, layout) VALUES
    ('Focus', 'One task list, nothing else', '[{"widget": "tasks", "x": 0, "y": 0, "w": 12, "h": 8}]'),
    ('Overview', 'Tasks beside the calendar', '[{"widget": "tasks", "x": 0, "y": 0, "w": 6, "h": 8}, {"widget": "calendar", "x": 6, "y": 0, "w": 6, "h": 8}]'),
    ('Planning', 'The calendar above notes', '[{"widget": "calendar", "x": 0, "y": 0, "w": 12, "h": 5}, {"widget": "notes", "x": 0, "y": 5, "w": 12, "h": 3}]');

-- migrate:up engine:sqlite
CREATE TABLE users (
    id              INTEGER PRIMARY KEY,
    username        VARCHAR(50) NOT NULL UNIQUE,
    email           VARCHAR(255) NOT NULL UNIQUE,
    hashed_password VARCHAR(255) NOT NULL,
    created_at      TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE layout_presets (
    id          INTEGER PRIMARY KEY,
    name        VARCHAR(100) NOT NULL,
    description TEXT,
    layout      JSON NOT NULL,
    created_at  TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX ix_layout_presets_name ON layout_presets (name);

INSERT INTO layout_presets (name, description, layout) VALUES
    ('Focus', 'One task list, nothing else', '[{"widget": "tasks", "x": 0, "y": 0, "w": 12, "h": 8}]'),
    ('Overview', 'Tasks beside the calendar', '[{"widget": "tasks", "x": 0, "y": 0, "w": 6, "h": 8}, {"widget": "calendar", "x": 6, "y": 0, "w": 6, "h": 8}]'),
    ('Planning', 'The calendar above notes', '[{"widget": "calendar", "x": 0, "y": 0, "w": 12, "h": 5}, {"widget": "notes", "x": 0, "y": 5, "w": 12, "h": 3}]');

-- migrate:down
DROP TABLE layout_presets;
DROP TABLE users;
