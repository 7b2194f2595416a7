-- Who the session is; then what it has set, its role last: which settings it may set depends on that.
SELECT 'session_authorization', session_user;
SELECT s.name, s.setting
FROM pg_catalog.pg_settings s
WHERE s.source = 'session'
  AND s.name NOT IN ('role', 'session_authorization', 'transaction_isolation', 'transaction_read_only',
                     'transaction_deferrable')
UNION ALL
SELECT 'role', pg_catalog.current_setting('role')
WHERE pg_catalog.current_setting('role') <> 'none'
