-- options of dictionaries
CREATE TEXT SEARCH DICTIONARY plain_words (TEMPLATE = simple, ACCEPT = false);
CREATE TEXT SEARCH DICTIONARY new_words (TEMPLATE = simple, ACCEPT = false);
COMMENT ON TEXT SEARCH DICTIONARY new_words IS 'only these';
