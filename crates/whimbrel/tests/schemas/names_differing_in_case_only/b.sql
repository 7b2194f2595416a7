-- three tables that an unquoted name would confuse
CREATE TABLE orders (id integer PRIMARY KEY);
CREATE TABLE "Orders" (id integer CONSTRAINT "Orders_pkey" PRIMARY KEY);

CREATE TABLE "oRDERS" ("Id" integer, id integer);
ALTER TABLE "Orders" ADD COLUMN "Id" text;
CREATE VIEW "ORders" AS SELECT o.id, "Orders"."Id" FROM orders o JOIN "Orders" USING (id);
