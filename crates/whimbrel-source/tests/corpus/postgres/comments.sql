/* outer; /* nested; */ still outer; */ SELECT 1; -- trailing; belongs to the first
-- about the second
-- in two lines
SELECT 2 /* inside; */ -- end;
;

-- far away

SELECT 3;
/*
 * A block comment
 * of two lines
 */
SELECT 4;
-- ---------------
-- Title
-- ---------------
-- migrate:later is never a comment of a statement
SELECT 5; SELECT 6;
SELECT 1 - --2
 -3;
SELECT 1 +/* c; */ 2;
-- the last comment stands alone
