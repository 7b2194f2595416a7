INSERT INTO labels VALUES (1, 'Zeta', 'z'), (2, 'alpha', 'A');
