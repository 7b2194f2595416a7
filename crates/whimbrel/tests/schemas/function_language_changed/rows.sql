INSERT INTO openings (day) VALUES ('2024-06-01'), ('2024-06-03');
