-- postgres: >=18
ALTER TABLE items ADD CONSTRAINT items_order FOREIGN KEY (order_id) REFERENCES orders NOT ENFORCED
