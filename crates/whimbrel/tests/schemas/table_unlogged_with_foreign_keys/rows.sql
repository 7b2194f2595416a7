INSERT INTO batches VALUES (1);
INSERT INTO batch_items VALUES (1, 1);
INSERT INTO batch_marks VALUES (1);
