CREATE TABLE addresses OF address
