CREATE TABLE "order" ("group" INTEGER PRIMARY KEY, "a ""b""" TEXT UNIQUE, [select] TEXT DEFAULT "none", `from` TEXT, "größe" REAL CHECK ("größe" > 0), "Key" TEXT, "end" TEXT, "1st" TEXT);
CREATE INDEX "order by" ON "order" ("a ""b""", [select] DESC, "Key") WHERE "end" IS NULL;
CREATE VIEW "my view" AS SELECT "group", [select] AS "Total Sum", "größe", "end" FROM "order" WHERE `from` <> "text";
CREATE TRIGGER "on order" AFTER UPDATE OF [select], "Key" ON "order" BEGIN UPDATE "order" SET "from" = 'y' WHERE "group" = new."group"; END;
CREATE TABLE "child of order" (id INTEGER PRIMARY KEY, "order" INTEGER REFERENCES "order" ("group"), "table" INTEGER REFERENCES "order");
