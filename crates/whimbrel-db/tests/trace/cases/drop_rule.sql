DROP RULE no_delete ON notes
