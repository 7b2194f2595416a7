-- the tenant stays when the manager goes
CREATE TABLE employees (tenant integer, id integer, PRIMARY KEY (tenant, id));

CREATE TABLE teams (
    tenant integer NOT NULL, id integer, manager integer, deputy integer DEFAULT 1,
    PRIMARY KEY (tenant, id),
    CONSTRAINT teams_manager FOREIGN KEY (tenant, manager) REFERENCES employees ON DELETE SET NULL,
    CONSTRAINT teams_deputy FOREIGN KEY (tenant, deputy) REFERENCES employees ON DELETE SET DEFAULT (deputy)
);
