ALTER TABLE orders DROP COLUMN buyer_id
