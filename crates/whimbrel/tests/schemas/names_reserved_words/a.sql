CREATE TABLE "user" ("select" integer PRIMARY KEY, "default" text DEFAULT 'x', "order" integer);
CREATE VIEW "table" AS SELECT "select" AS "from" FROM "user";
