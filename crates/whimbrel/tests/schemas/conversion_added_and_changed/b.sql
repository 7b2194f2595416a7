-- a conversion between encodings, and the default one
CREATE DEFAULT CONVERSION latin_in FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE CONVERSION latin_out FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
COMMENT ON CONVERSION latin_out IS 'for the old printer';
