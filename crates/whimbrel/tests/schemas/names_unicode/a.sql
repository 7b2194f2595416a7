CREATE TABLE "café" ("größe" integer PRIMARY KEY, "日本語" text, "имя" text);
CREATE INDEX "café_имя" ON "café" ("имя");
