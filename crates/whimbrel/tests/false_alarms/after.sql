-- What of the application's uses is not as it was, and how many rows there are now for a role that sees all.
SELECT object, what, as_role, before, now, all_before, all_now
FROM (SELECT *, probing.outcome(as_role, sql) AS now FROM probing.uses) u
LEFT JOIN LATERAL (SELECT before AS all_before, probing.outcome(as_role, sql) AS all_now FROM probing.uses a
                   WHERE a.object = u.object AND a.what = u.what AND a.as_role = current_user) a
       ON u.what = 'counting the rows' AND u.as_role <> current_user
WHERE now <> before
ORDER BY object, what, as_role;
-- What is held now of what was held before; nothing where it is gone.
SELECT h.number, h.name, h.kept, n.kept, h.relkind = 'r'
FROM probing.held h LEFT JOIN probing.holdings() n ON n.relation = h.relation AND n.number = h.number
ORDER BY h.name, h.number;
