CREATE FOREIGN DATA WRAPPER reach;
CREATE SERVER near_one FOREIGN DATA WRAPPER reach;
CREATE SERVER far_one FOREIGN DATA WRAPPER reach;

CREATE FOREIGN TABLE stocks (
    id integer OPTIONS (column_name 'nr') NOT NULL,
    amount integer OPTIONS (unit 'g', precision '2'),
    gone text
) SERVER near_one OPTIONS (table_name 'stock', updatable 'false');
CREATE FOREIGN TABLE movements (id integer) SERVER near_one;
