CREATE TABLE product (id INTEGER PRIMARY KEY, price INTEGER CHECK (price >= 0), cost INTEGER, CHECK (cost <= price));
