GRANT UPDATE (status) ON orders TO PUBLIC
