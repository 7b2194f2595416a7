CREATE SCHEMA "My Schema";
CREATE TYPE "My Schema"."Kind of.Thing" AS ENUM ('A', 'b');
CREATE TABLE "My Schema"."Order Lines" ("Id" integer CONSTRAINT "PK of ""Order Lines""" PRIMARY KEY, "unit price" numeric, "100%" "My Schema"."Kind of.Thing");

CREATE INDEX "Index by price" ON "My Schema"."Order Lines" ("unit price");
CREATE VIEW "My Schema"."View.1" AS SELECT "Id" AS "ID", "100%" FROM "My Schema"."Order Lines";
CREATE FUNCTION "My Schema"."Total of"("A b" integer) RETURNS integer LANGUAGE sql AS $$ SELECT "A b" $$;
