-- Keep the time a dashboard was changed, and each user's statistics, up to date: they follow every change to the
-- user's agents and activities.

-- migrate:requires table dashboard_data, table user_agents, table agent_activities, table user_statistics

-- migrate:up
CREATE FUNCTION set_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;

CREATE TRIGGER update_dashboard_data_updated_at
    BEFORE UPDATE ON dashboard_data
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE FUNCTION recalculate_user_statistics(of_user INTEGER) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- One recalculation of a user at a time, so that the later one counts what the earlier one wrote. The user is not
    -- found where these changes are part of the user's own deletion: then there is nothing to keep.
    PERFORM FROM users WHERE id = of_user FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    INSERT INTO user_statistics AS s (
        user_id, total_agents, active_agents,
        total_activities, completed_activities, failed_activities, time_saved_minutes, last_activity_at, updated_at)
    SELECT of_user, agents.total, agents.active,
           activities.total, activities.completed, activities.failed, activities.saved, activities.last_at, now()
    FROM (
        SELECT count(*) AS total, count(*) FILTER (WHERE status = 'active') AS active
        FROM user_agents
        WHERE user_id = of_user
    ) AS agents, (
        SELECT count(*) AS total,
               count(*) FILTER (WHERE status = 'completed') AS completed,
               count(*) FILTER (WHERE status = 'failed') AS failed,
               COALESCE(sum(time_saved_minutes), 0) AS saved,
               max(created_at) AS last_at
        FROM agent_activities
        WHERE user_id = of_user
    ) AS activities
    ON CONFLICT (user_id) DO UPDATE SET
        total_agents = EXCLUDED.total_agents,
        active_agents = EXCLUDED.active_agents,
        total_activities = EXCLUDED.total_activities,
        completed_activities = EXCLUDED.completed_activities,
        failed_activities = EXCLUDED.failed_activities,
        time_saved_minutes = EXCLUDED.time_saved_minutes,
        last_activity_at = EXCLUDED.last_activity_at,
        updated_at = EXCLUDED.updated_at;
END
$$;

CREATE FUNCTION update_user_statistics() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        PERFORM recalculate_user_statistics(NEW.user_id);
    END IF;
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND OLD.user_id <> NEW.user_id) THEN
        PERFORM recalculate_user_statistics(OLD.user_id);
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER update_stats_on_agent_change
    AFTER INSERT OR UPDATE OR DELETE ON user_agents
    FOR EACH ROW EXECUTE FUNCTION update_user_statistics();

CREATE TRIGGER update_stats_on_activity_change
    AFTER INSERT OR UPDATE OR DELETE ON agent_activities
    FOR EACH ROW EXECUTE FUNCTION update_user_statistics();

-- migrate:verify
-- the three triggers are enabled, on their tables, and call their functions
SELECT count(*) = 3
FROM pg_trigger
WHERE NOT tgisinternal AND tgenabled = 'O'
  AND (tgrelid, tgname, tgfoid) IN (
    (to_regclass('dashboard_data'), 'update_dashboard_data_updated_at', to_regproc('set_updated_at')),
    (to_regclass('user_agents'), 'update_stats_on_agent_change', to_regproc('update_user_statistics')),
    (to_regclass('agent_activities'), 'update_stats_on_activity_change', to_regproc('update_user_statistics')));

-- statistics follow insertions, updates and deletions of agents and of activities
SELECT count(*) = 2
FROM pg_trigger
WHERE tgname IN ('update_stats_on_agent_change', 'update_stats_on_activity_change')
  AND tgrelid IN (to_regclass('user_agents'), to_regclass('agent_activities'))
  AND pg_get_triggerdef(oid) LIKE '% AFTER INSERT OR DELETE OR UPDATE ON % FOR EACH ROW %';

-- migrate:test
INSERT INTO users (id, email, password_hash) VALUES (-1, 'statistics-test@example.com', 'hashed');
INSERT INTO dashboard_data (user_id, created_at, updated_at) VALUES (-1, '2025-01-01', '2025-01-01');
UPDATE dashboard_data SET config = '{"theme": "dark"}' WHERE user_id = -1;

-- changing a dashboard sets updated_at and leaves created_at
SELECT updated_at = now() AND created_at = '2025-01-01' FROM dashboard_data WHERE user_id = -1;

INSERT INTO user_agents (id, user_id, name, agent_type, status) VALUES
    (-1, -1, 'Mail', 'email', 'active'),
    (-2, -1, 'Calendar', 'calendar', 'inactive');

-- statistics count new agents
SELECT total_agents = 2 AND active_agents = 1 FROM user_statistics WHERE user_id = -1;

INSERT INTO agent_activities (agent_id, user_id, activity_type, status, time_saved_minutes, created_at) VALUES
    (-1, -1, 'reply', 'completed', 12, '2025-01-02'),
    (-1, -1, 'reply', 'failed', 0, '2025-01-03'),
    (-2, -1, 'invite', 'completed', 3, '2025-01-04');

-- statistics count logged activities
SELECT total_activities = 3 AND completed_activities = 2 AND failed_activities = 1
   AND time_saved_minutes = 15 AND last_activity_at = '2025-01-04'
FROM user_statistics WHERE user_id = -1;

UPDATE user_agents SET status = 'active' WHERE id = -2;
DELETE FROM user_agents WHERE id = -1;

-- statistics follow changed and deleted agents, and the activities that went with them
SELECT total_agents = 1 AND active_agents = 1 AND total_activities = 1 AND time_saved_minutes = 3
FROM user_statistics WHERE user_id = -1;

DELETE FROM users WHERE id = -1;

-- deleting a user deletes dashboard, agents, activities and statistics
SELECT NOT EXISTS (SELECT FROM dashboard_data WHERE user_id = -1)
   AND NOT EXISTS (SELECT FROM user_agents WHERE user_id = -1)
   AND NOT EXISTS (SELECT FROM agent_activities WHERE user_id = -1)
   AND NOT EXISTS (SELECT FROM user_statistics WHERE user_id = -1);

-- migrate:down
DROP TRIGGER update_stats_on_activity_change ON agent_activities;
DROP TRIGGER update_stats_on_agent_change ON user_agents;
DROP TRIGGER update_dashboard_data_updated_at ON dashboard_data;
DROP FUNCTION update_user_statistics();
DROP FUNCTION recalculate_user_statistics(INTEGER);
DROP FUNCTION set_updated_at();
