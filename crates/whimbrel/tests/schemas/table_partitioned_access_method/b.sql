-- partitions made later take the parent's method
CREATE ACCESS METHOD heap_cold TYPE TABLE HANDLER heap_tableam_handler;

CREATE TABLE frosts (id integer, day date) PARTITION BY RANGE (day) USING heap_cold;
