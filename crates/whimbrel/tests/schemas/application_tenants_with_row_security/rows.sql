INSERT INTO app.tenants (name) VALUES ('Bakery'), ('Forge');
INSERT INTO app.projects (tenant_id, title) VALUES (1, 'Oven');
INSERT INTO app.tasks (project_id, title) VALUES (1, 'buy stones');
