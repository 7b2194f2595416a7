CREATE TABLE ledger (id integer PRIMARY KEY, amount numeric);
CREATE TABLE ledger_log (id integer, amount numeric, kind text);

CREATE RULE ledger_no_delete AS ON DELETE TO ledger DO INSTEAD NOTHING;
CREATE RULE ledger_insert AS ON INSERT TO ledger DO ALSO INSERT INTO ledger_log VALUES (new.id, new.amount, 'new');
