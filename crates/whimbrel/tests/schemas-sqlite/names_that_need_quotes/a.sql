CREATE TABLE "order" ("group" INTEGER PRIMARY KEY, "a ""b""" TEXT, [select] TEXT, `from` TEXT, "größe" REAL, "Key" TEXT);
CREATE INDEX "order by" ON "order" ("a ""b""", [select] DESC, "Key");
CREATE VIEW "my view" AS SELECT "group", [select] AS "Total Sum", "größe" FROM "order" WHERE `from` <> "text";
CREATE TRIGGER "on order" AFTER UPDATE OF [select], "Key" ON "order" BEGIN UPDATE "order" SET "from" = 'x' WHERE "group" = new."group"; END;
