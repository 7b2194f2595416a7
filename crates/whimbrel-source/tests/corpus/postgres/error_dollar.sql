SELECT 1;
DO $body$ BEGIN; $$;
END $bod$;