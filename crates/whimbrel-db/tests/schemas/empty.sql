-- Drops what cases create. What it leaves, such as default privileges, `fingerprint.sql` shows.
SET client_min_messages = error;
DO $$
DECLARE
  command text;
BEGIN
  FOR command IN
    SELECT sql FROM (
      SELECT 1 AS place, format('DROP EVENT TRIGGER %I', evtname) AS sql FROM pg_event_trigger
      UNION ALL SELECT 2, format('DROP PUBLICATION %I', pubname) FROM pg_publication
      UNION ALL SELECT 3, format('DROP EXTENSION IF EXISTS %I CASCADE', extname)
        FROM pg_extension WHERE oid >= 16384
      UNION ALL SELECT 4, format('DROP SCHEMA IF EXISTS %I CASCADE', nspname)
        FROM pg_namespace WHERE oid >= 16384 AND nspname !~ '^pg_'
      UNION ALL SELECT object.place, format('DROP %s IF EXISTS %s CASCADE', it.type, it.identity)
        FROM (
          SELECT 5 AS place, 'pg_foreign_data_wrapper'::regclass AS class, oid FROM pg_foreign_data_wrapper
          UNION ALL SELECT 5, 'pg_language'::regclass, oid FROM pg_language
          UNION ALL SELECT 5, 'pg_class'::regclass, oid FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
          -- those of identity columns are gone with their tables
          UNION ALL SELECT 6, 'pg_class'::regclass, oid FROM pg_class WHERE relkind = 'S'
          UNION ALL SELECT 6, 'pg_proc'::regclass, oid FROM pg_proc
          UNION ALL SELECT 6, 'pg_type'::regclass, t.oid FROM pg_type t
            WHERE typtype IN ('d', 'e', 'r') OR typtype = 'b' AND (typelem = 0 OR typlen > 0)
              OR EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c')
          UNION ALL SELECT 6, 'pg_cast'::regclass, oid FROM pg_cast
          UNION ALL SELECT 6, 'pg_transform'::regclass, oid FROM pg_transform
          UNION ALL SELECT 6, 'pg_operator'::regclass, oid FROM pg_operator
          UNION ALL SELECT 6, 'pg_opfamily'::regclass, oid FROM pg_opfamily
          UNION ALL SELECT 6, 'pg_collation'::regclass, oid FROM pg_collation
          UNION ALL SELECT 6, 'pg_conversion'::regclass, oid FROM pg_conversion
          UNION ALL SELECT 6, 'pg_ts_config'::regclass, oid FROM pg_ts_config
          UNION ALL SELECT 6, 'pg_ts_dict'::regclass, oid FROM pg_ts_dict
          UNION ALL SELECT 6, 'pg_am'::regclass, oid FROM pg_am
        ) object
        CROSS JOIN LATERAL pg_identify_object(object.class, object.oid, 0) it
        WHERE object.oid >= 16384
    ) commands ORDER BY place
  LOOP
    EXECUTE command;
  END LOOP;
END $$;
