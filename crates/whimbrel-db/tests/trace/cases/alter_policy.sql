ALTER POLICY own_notes ON notes USING (true)
