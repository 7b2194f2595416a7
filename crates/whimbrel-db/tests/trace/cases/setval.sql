SELECT setval('ticket_numbers', 500)
