;;	SELECT 1;;

-- two
SELECT	2;
;SELECT 3