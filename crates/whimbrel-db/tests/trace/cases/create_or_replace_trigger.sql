-- postgres: >=14
CREATE OR REPLACE TRIGGER log_price AFTER UPDATE OF price ON products FOR EACH ROW EXECUTE FUNCTION log_price()
