-- an access method appears with a table that uses it
CREATE ACCESS METHOD heap_own TYPE TABLE HANDLER heap_tableam_handler;
COMMENT ON ACCESS METHOD heap_own IS 'the usual one';
CREATE TABLE anchors (id integer);
CREATE TABLE chains (id integer) USING heap_own;
