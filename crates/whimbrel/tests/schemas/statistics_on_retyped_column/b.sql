-- statistics wait while their column changes, and come back with owner and target
CREATE TABLE sizes (w bigint, h integer);

CREATE STATISTICS sizes_both (ndistinct) ON w, h FROM sizes;
ALTER STATISTICS sizes_both SET STATISTICS 77;
ALTER STATISTICS sizes_both OWNER TO role_a;
COMMENT ON STATISTICS sizes_both IS 'square mostly';
