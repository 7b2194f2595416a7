-- open: a sequence whose new bounds exclude where it stands needs a RESTART
CREATE SEQUENCE s_plain;
CREATE SEQUENCE s_small AS smallint MAXVALUE 100 CYCLE;
CREATE SEQUENCE s_down INCREMENT BY -1;
CREATE SEQUENCE s_gone;
