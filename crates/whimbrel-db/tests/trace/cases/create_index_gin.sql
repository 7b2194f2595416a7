CREATE INDEX products_data ON products USING gin (data)
