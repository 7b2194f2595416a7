DELETE FROM folders WHERE id = 3
