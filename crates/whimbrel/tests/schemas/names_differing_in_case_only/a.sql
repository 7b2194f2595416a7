CREATE TABLE orders (id integer PRIMARY KEY);
CREATE TABLE "Orders" (id integer CONSTRAINT "Orders_pkey" PRIMARY KEY);

CREATE TABLE "ORDERS" ("ID" integer, id integer);
