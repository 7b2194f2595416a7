-- what a check says about several columns, about the row, about case and arrays
CREATE TABLE offers (id integer PRIMARY KEY, starts date, ends date, tags text[], kind text,
    CONSTRAINT offers_period CHECK ((starts, ends) OVERLAPS (DATE '2000-01-01', DATE '2100-01-01')),
    CONSTRAINT offers_tags CHECK (array_length(tags, 1) IS NULL OR 'x' <> ALL (tags)),
    CONSTRAINT offers_row CHECK (offers.* IS NOT NULL OR kind = 'open'),
    CONSTRAINT offers_kind CHECK (CASE WHEN kind = 'open' THEN ends IS NULL WHEN kind ~~* 'sh%' THEN ends - starts < 7 ELSE true END));
