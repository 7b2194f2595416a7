-- Stands in the way of another session, never waiting long itself: on tables in :unseen with a lock of :mode, on those in
-- :seen with one that lets all in but ACCESS EXCLUSIVE, and so on the indexes of all, by planning a query.
DO $gate$
DECLARE
    one text;
BEGIN
    FOREACH one IN ARRAY :unseen::text[] LOOP
        BEGIN
            EXECUTE 'LOCK TABLE ONLY ' || one || ' IN :mode MODE NOWAIT';
        EXCEPTION WHEN lock_not_available THEN NULL;
        END;
    END LOOP;
    FOREACH one IN ARRAY :unseen::text[] || :seen::text[] LOOP
        BEGIN
            EXECUTE 'LOCK TABLE ONLY ' || one || ' IN ACCESS SHARE MODE NOWAIT';
            EXECUTE 'EXPLAIN SELECT FROM ONLY ' || one;
        EXCEPTION WHEN lock_not_available THEN NULL;
        END;
    END LOOP;
END $gate$
