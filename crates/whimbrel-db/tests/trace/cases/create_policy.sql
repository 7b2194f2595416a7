CREATE POLICY read_all ON orders FOR SELECT USING (true)
