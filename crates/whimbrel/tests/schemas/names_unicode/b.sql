-- other scripts, combining signs and emoji
CREATE TABLE "café" ("größe" integer PRIMARY KEY, "日本語" text, "имя" text COLLATE "C", "☂ rain" boolean NOT NULL DEFAULT false);
CREATE INDEX "café_имя" ON "café" ("имя", "日本語");
COMMENT ON COLUMN "café"."☂ rain" IS 'naïve ☂';
CREATE TYPE "età" AS ENUM ('à', 'é', 'ü');
