ALTER SEQUENCE ticket_numbers OWNED BY orders.id
