-- The six agents that every new user can choose from. Templates that are there already stay as they are.

-- migrate:requires table agent_templates

-- migrate:up
INSERT INTO agent_templates (template_key, name, description, category, default_config) VALUES
    ('email-assistant', 'Email Assistant', 'Sorts the inbox, drafts replies and reminds of unanswered mail',
     'communication', '{"provider": "gmail", "draft_only": true}'),
    ('meeting-scheduler', 'Meeting Scheduler', 'Finds a time that suits everybody and sends the invitation',
     'communication', '{"provider": "google-calendar", "working_hours": ["09:00", "17:00"]}'),
    ('lead-qualifier', 'Lead Qualifier', 'Asks new leads what they need and ranks them',
     'sales', '{"minimum_score": 0.6}'),
    ('support-responder', 'Support Responder', 'Answers frequent questions and hands the rest to a person',
     'support', '{"hand_over_after": 2}'),
    ('social-media-planner', 'Social Media Planner', 'Plans a week of posts and publishes them once approved',
     'marketing', '{"posts_per_week": 5, "approval": true}'),
    ('report-writer', 'Report Writer', 'Gathers the figures of the week and writes a summary',
     'analytics', '{"weekday": "monday", "format": "pdf"}')
ON CONFLICT (template_key) DO NOTHING;

-- migrate:verify
-- all six templates are there
SELECT count(*) = 6
FROM agent_templates
WHERE template_key IN (
    'email-assistant', 'meeting-scheduler', 'lead-qualifier', 'support-responder', 'social-media-planner',
    'report-writer');

-- a template cannot be there twice
SELECT count(*) = 1
FROM pg_constraint
WHERE contype = 'u' AND conrelid = to_regclass('agent_templates')
  AND pg_get_constraintdef(oid) = 'UNIQUE (template_key)';

-- migrate:test
INSERT INTO agent_templates (template_key, name, description, category)
VALUES ('report-writer', 'Another Report Writer', 'Inserted a second time', 'analytics')
ON CONFLICT (template_key) DO NOTHING;

-- a template inserted a second time stays as it was
SELECT count(*) = 1 AND bool_and(description <> 'Inserted a second time')
FROM agent_templates
WHERE template_key = 'report-writer';

-- migrate:down
DELETE FROM agent_templates
WHERE template_key IN (
    'email-assistant', 'meeting-scheduler', 'lead-qualifier', 'support-responder', 'social-media-planner',
    'report-writer');
