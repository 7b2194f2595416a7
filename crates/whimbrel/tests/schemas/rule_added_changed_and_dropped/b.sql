-- rewritten writes
CREATE TABLE ledger (id integer PRIMARY KEY, amount numeric);
CREATE TABLE ledger_log (id integer, amount numeric, kind text);

CREATE RULE ledger_insert AS ON INSERT TO ledger WHERE new.amount > 0 DO ALSO INSERT INTO ledger_log VALUES (new.id, new.amount, 'plus');
CREATE RULE ledger_update AS ON UPDATE TO ledger DO INSTEAD (
    INSERT INTO ledger_log VALUES (old.id, old.amount, 'was');
    INSERT INTO ledger_log VALUES (new.id, new.amount, 'is')
);
COMMENT ON RULE ledger_insert ON ledger IS 'only what came in';
