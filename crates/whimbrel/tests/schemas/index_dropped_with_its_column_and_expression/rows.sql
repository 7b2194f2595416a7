-- loses: rentals.remark
INSERT INTO rentals VALUES (1, 7, 'flat tyre');
