CALL tidy()
