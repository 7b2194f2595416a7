UPDATE events SET kind = 'x' WHERE at = '2024-05-05'
