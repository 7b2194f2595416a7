-- options of the table and of its columns, types, checks, defaults, server
CREATE FOREIGN DATA WRAPPER reach;
CREATE SERVER near_one FOREIGN DATA WRAPPER reach;
CREATE SERVER far_one FOREIGN DATA WRAPPER reach;

CREATE FOREIGN TABLE stocks (
    id integer OPTIONS (column_name 'number') NOT NULL,
    amount numeric(10, 2) OPTIONS (precision '3', "Unit" 'kg') DEFAULT 0,
    come date,
    CONSTRAINT stocks_amount CHECK (amount >= 0)
) SERVER near_one OPTIONS (table_name 'stocks');
CREATE FOREIGN TABLE movements (id integer) SERVER far_one;
COMMENT ON FOREIGN TABLE stocks IS 'theirs';
