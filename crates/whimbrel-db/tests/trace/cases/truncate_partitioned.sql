TRUNCATE events
