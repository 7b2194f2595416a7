-- words of the language as names
CREATE TABLE "user" ("select" integer PRIMARY KEY, "default" text DEFAULT 'y', "group" integer CONSTRAINT "check" CHECK ("group" > 0));
CREATE VIEW "table" AS SELECT "select" AS "from", "group" AS "end" FROM "user";
CREATE FUNCTION "column"("in" integer, OUT "out" integer) LANGUAGE sql AS $$ SELECT "in" $$;
CREATE TYPE "case" AS ("when" integer, "then" text);
CREATE INDEX "index" ON "user" ("group");
CREATE SEQUENCE "sequence";
