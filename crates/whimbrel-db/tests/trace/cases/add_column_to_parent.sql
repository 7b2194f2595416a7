ALTER TABLE base ADD COLUMN more text
