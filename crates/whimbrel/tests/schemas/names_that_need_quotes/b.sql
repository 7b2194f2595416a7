-- spaces, dots, quotes, capitals, signs, in every place a name can stand
CREATE SCHEMA "My Schema";
CREATE TYPE "My Schema"."Kind of.Thing" AS ENUM ('A', 'b');
CREATE TABLE "My Schema"."Order Lines" ("Id" integer CONSTRAINT "PK of ""Order Lines""" PRIMARY KEY, "unit price" numeric, "100%" "My Schema"."Kind of.Thing");

ALTER TABLE "My Schema"."Order Lines" ADD COLUMN "a""b'c\d" text DEFAULT 'it''s';
ALTER TABLE "My Schema"."Order Lines" ADD CONSTRAINT "Price > 0?" CHECK ("unit price" > 0);
CREATE INDEX "Index by price" ON "My Schema"."Order Lines" ("unit price", lower("a""b'c\d"));
CREATE VIEW "My Schema"."View.1" AS SELECT "Id" AS "ID", "unit price" AS "Unit Price" FROM "My Schema"."Order Lines";
CREATE FUNCTION "My Schema"."Total of"("A b" integer, "$c" "My Schema"."Kind of.Thing" DEFAULT 'A') RETURNS integer LANGUAGE sql AS $$ SELECT "A b" $$;
COMMENT ON COLUMN "My Schema"."Order Lines"."a""b'c\d" IS 'well';
GRANT SELECT ("unit price") ON "My Schema"."Order Lines" TO role_a;
