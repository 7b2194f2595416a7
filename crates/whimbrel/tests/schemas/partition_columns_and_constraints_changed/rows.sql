-- loses: scans.gate
INSERT INTO scans VALUES (1, '2024-01-05', 'n'), (2, '2024-02-05', 's');
