CREATE INDEX totals_total ON totals (total)
