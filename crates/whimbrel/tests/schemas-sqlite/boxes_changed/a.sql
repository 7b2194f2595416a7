CREATE VIRTUAL TABLE area USING rtree(id, min_x, max_x, +label TEXT);
